# milepost in a container: docker run --rm -v "$PWD:/work" milepost run
FROM rust:1.95-slim-bookworm AS build
WORKDIR /src
COPY . .
RUN cargo install --locked --path . --root /opt/milepost

FROM debian:bookworm-slim
RUN apt-get update \
    && apt-get install -y --no-install-recommends ca-certificates git \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --create-home --uid 10001 milepost \
    # What is mounted belongs to somebody else, and git reads it all the same.
    && git config --system --add safe.directory '*'
COPY --from=build /opt/milepost/bin/milepost /usr/local/bin/milepost
USER milepost
WORKDIR /work
ENTRYPOINT ["milepost"]
CMD ["--help"]
