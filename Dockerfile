# Builds Passbook in one stage and carries only what it runs into the next.
FROM node:24-slim AS build
WORKDIR /app
# The SQLite driver is compiled where no prebuilt binary can be had.
RUN apt-get update \
  && apt-get install -y --no-install-recommends python3 make g++ \
  && rm -rf /var/lib/apt/lists/*
COPY . .
RUN npm ci --no-audit --no-fund \
  && NX_DAEMON=false npx nx run-many -t build -p @passbook/api,@passbook/web \
  && npm prune --omit=dev --no-audit --no-fund \
  && rm -rf .nx

FROM node:24-slim
ENV NODE_ENV=production HOST=0.0.0.0
WORKDIR /app
COPY --from=build /app /app
RUN mkdir -p data && chown node:node data
USER node
VOLUME /app/data
EXPOSE 3000
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s CMD \
  ["node", "-e", "fetch('http://127.0.0.1:3000/readyz').then((r) => process.exit(r.ok ? 0 : 1))"]
CMD ["node", "--enable-source-maps", "apps/api/dist/main.js"]
