# The website and the worker for a server: one image, two commands (see docs/how-to).

FROM python:3.13-slim AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 UV_PYTHON_DOWNLOADS=never UV_LINK_MODE=copy
WORKDIR /app
COPY requirements/tools.lock requirements/base.lock requirements/audit.lock requirements/
# BROWSER=true: with what the accessibility audit needs to look at pages in a browser.
ARG BROWSER=false
# Every file is checked against its hash, the installer included.
RUN python -m venv /opt/uv \
    && /opt/uv/bin/pip install --quiet --no-cache-dir --require-hashes -r requirements/tools.lock \
    && /opt/uv/bin/uv venv /app/.venv \
    && /opt/uv/bin/uv pip sync --no-cache --require-hashes --compile-bytecode \
        --python /app/.venv/bin/python \
        requirements/$(if [ "$BROWSER" = true ]; then echo audit; else echo base; fi).lock
COPY manage.py ./
COPY district_cms district_cms
COPY classroom classroom
COPY notifications notifications
COPY signatures signatures
COPY procedures procedures
COPY templates templates
COPY static static
COPY docs/how-to docs/how-to
COPY docs/reference docs/reference
COPY locale locale
# Only collects files: neither the key nor the database is used, and neither is kept.
RUN SECRET_KEY=only-for-this-step DATABASE_URL=sqlite://:memory: ALLOW_SQLITE_IN_PRODUCTION=true \
    VAR_DIR=/app/collected \
    DJANGO_SETTINGS_MODULE=district_cms.settings.production \
    .venv/bin/python manage.py collectstatic --noinput --verbosity 0

FROM python:3.13-slim
ENV PATH=/app/.venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    DJANGO_SETTINGS_MODULE=district_cms.settings.production \
    VAR_DIR=/var/district
RUN useradd --system --uid 10001 --home-dir /nonexistent --shell /usr/sbin/nologin district \
    && install -d -o district -g district /var/district /var/district/media /var/district/private
ARG BROWSER=false
RUN if [ "$BROWSER" = true ]; then \
        apt-get update -qq \
        && apt-get install -y -qq --no-install-recommends chromium-headless-shell fonts-liberation \
        && rm -rf /var/lib/apt/lists/*; \
    fi
WORKDIR /app
COPY --from=build /app /app
# Uploads live in the volume; the collected files come with the image and change with it.
RUN ln -s /app/collected/static /var/district/static
USER district
VOLUME /var/district/media /var/district/private
EXPOSE 8000
# The worker: docker run … python manage.py qcluster. Migrations: … python manage.py migrate.
CMD ["gunicorn", "district_cms.wsgi:application", "--bind", "0.0.0.0:8000", \
     "--preload", "--workers", "3", "--threads", "4", "--keep-alive", "125", "--access-logfile", "-", \
     "--worker-tmp-dir", "/dev/shm", "--no-control-socket", \
     "--logger-class", "district_cms.access_log.AccessLog"]
