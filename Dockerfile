# SEL on Discord in a container. docs/discord.md says how to build and run it.
#
#   EXTRAS    what of SEL is installed: add `embed` (understands by meaning; 1 GB of torch) or
#             `voice` (listens to voice notes and speaks)
#   PACKAGES  of Debian: add `ffmpeg` to send voice notes

FROM python:3.12-slim-bookworm AS build
ARG EXTRAS=starter,discord,scale
# Compiled for any x86-64 processor with AVX2, or any ARM: the image may run elsewhere.
ENV CMAKE_ARGS="-DGGML_NATIVE=OFF" PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
# Another index, for torch without CUDA where `embed` is wanted: --build-arg
ARG PIP_EXTRA_INDEX_URL=
RUN apt-get update \
    && apt-get install -y --no-install-recommends build-essential \
    && rm -rf /var/lib/apt/lists/*
RUN python -m venv /opt/sel
WORKDIR /src
# llama.cpp by itself, first: it takes minutes, and changes rarely.
COPY constraints.txt ./
RUN /opt/sel/bin/pip install --constraint constraints.txt llama-cpp-python
COPY pyproject.toml README.md LICENSE ./
COPY sel ./sel
COPY tui ./tui
COPY bridge ./bridge
COPY assets ./assets
RUN /opt/sel/bin/pip install --constraint constraints.txt ".[${EXTRAS}]"

FROM python:3.12-slim-bookworm
ARG PACKAGES="libgomp1 libopus0"
RUN apt-get update \
    && apt-get install -y --no-install-recommends ${PACKAGES} \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --uid 10001 --home-dir /sel --shell /usr/sbin/nologin sel \
    && mkdir -p /sel/models \
    && chown -R sel:sel /sel \
    && chmod 700 /sel
COPY --from=build /opt/sel /opt/sel
ENV PATH=/opt/sel/bin:$PATH SEL_HOME=/sel PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1
USER sel
# SEL looks for .env where it is started.
WORKDIR /sel
# Memory, consent and settings; and the models, which may be shared and read only.
VOLUME ["/sel", "/sel/models"]
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=10s --start-period=90s --retries=3 \
    CMD ["sel", "bridge", "--check"]
ENTRYPOINT ["sel"]
CMD ["bridge"]
