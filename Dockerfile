# The service: git, Python and reviewbot, as a user that may do nothing else. deploy/compose/README.md runs it.
# Debian 13 has git 2.47 and SQLite 3.46; Python 3.12 and later need SQLite 3.42 (see reviewbot/server/versions.py).
FROM python:3.13-slim-trixie AS build

COPY pyproject.toml README.md LICENSE /usr/src/reviewbot/
COPY reviewbot /usr/src/reviewbot/reviewbot
RUN python -m venv --without-pip /opt/reviewbot \
    && pip --python /opt/reviewbot/bin/python install --no-cache-dir '/usr/src/reviewbot[server,split]'

FROM python:3.13-slim-trixie

RUN apt-get update \
    && apt-get install -y --no-install-recommends ca-certificates git tini \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --user-group --no-create-home --home-dir /nonexistent reviewbot \
    && install -d -o reviewbot -g reviewbot -m 0700 /var/lib/reviewbot

COPY --from=build /opt/reviewbot /opt/reviewbot
RUN /opt/reviewbot/bin/python -c 'from reviewbot.server.versions import check_versions; check_versions()'

ENV PATH=/opt/reviewbot/bin:$PATH REVIEWBOT_HOST=0.0.0.0
USER 10001:10001
VOLUME /var/lib/reviewbot
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=6s --start-period=60s \
    CMD ["python", "-c", "import os, urllib.request as r; r.urlopen('http://127.0.0.1:%s/health' % os.environ.get('REVIEWBOT_PORT', 8080), timeout=5)"]

# tini ends what is left of a git that was killed.
ENTRYPOINT ["tini", "--", "reviewbot"]
CMD ["serve"]
