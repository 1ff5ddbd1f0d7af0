"""Strategic plans with their goals and activities: shared by programmes, edited by administrators."""

from django.contrib import admin

from programmes.models import StrategicActivity, StrategicGoal, StrategicPlan
from tracking.admin.base import PermanentAdmin, TextFields


class GoalInline(TextFields, admin.TabularInline):
    """The goals of a plan."""

    model = StrategicGoal
    fields = ("number", "title")
    extra = 0
    can_delete = False
    show_change_link = True


class ActivityInline(TextFields, admin.TabularInline):
    """The activities of a goal."""

    model = StrategicActivity
    fields = ("code", "title")
    extra = 0
    can_delete = False


@admin.register(StrategicPlan)
class PlanAdmin(PermanentAdmin):
    """Plans."""

    search_fields = ("slug", "title")
    list_display = ("title", "slug")
    inlines = (GoalInline,)


@admin.register(StrategicGoal)
class GoalAdmin(PermanentAdmin):
    """Goals with their activities."""

    search_fields = ("number", "title")
    list_display = ("title", "number", "plan")
    list_filter = ("plan",)
    list_select_related = ("plan",)
    inlines = (ActivityInline,)
