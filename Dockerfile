# syntax=docker/dockerfile:1
# The image of web, worker, beat and the jobs. Nothing in it is secret: every setting comes from the environment.

FROM python:3.11-slim-bookworm AS build
ENV UV_PROJECT_ENVIRONMENT=/app/.venv UV_LINK_MODE=copy UV_COMPILE_BYTECODE=1 UV_PYTHON_DOWNLOADS=never
RUN python -m pip install --no-cache-dir "uv==0.13.9"
WORKDIR /app
COPY pyproject.toml uv.lock ./
# As locked, without what only tests and checks need.
RUN uv sync --frozen --no-dev --no-cache
COPY . .
# The key and the database serve this step alone; nothing of them stays.
RUN SECRET_KEY=of-the-build DATABASE_URL=sqlite:///:memory: VAR_DIR=/tmp/build STATIC_ROOT=/app/collected \
    .venv/bin/python manage.py collectstatic --no-input --verbosity 0 \
    && .venv/bin/python -m compileall -q tracking groups programmes wco_tracker

FROM python:3.11-slim-bookworm
# pg_dump, pg_restore: of the same major version as the database of docker-compose.yml.
RUN apt-get update && apt-get install -y --no-install-recommends postgresql-client-15 \
    && rm -rf /var/lib/apt/lists/* \
    && groupadd --gid 10001 tracker && useradd --uid 10001 --gid 10001 --no-create-home --shell /usr/sbin/nologin tracker \
    && install -d -o tracker -g tracker -m 0700 /var/lib/wco-tracker
COPY --from=build /app /app
WORKDIR /app
ENV PATH=/app/.venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 HOME=/tmp \
    VAR_DIR=/var/lib/wco-tracker STATIC_ROOT=/app/collected BIND=0.0.0.0:8000 PORT=8000
USER 10001:10001
VOLUME /var/lib/wco-tracker
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=10s --start-period=30s CMD ["python", "healthcheck.py", "web"]
CMD ["gunicorn"]
