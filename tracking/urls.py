"""Addresses of jobs."""

from django.urls import path

from tracking.views import jobs

urlpatterns = [
    path("jobs/", jobs.jobs, name="jobs"),
    path("jobs/<slug:key>/", jobs.job, name="job"),
    path("jobs/<slug:key>/file/", jobs.job_file, name="job-file"),
]
