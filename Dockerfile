# One image for migrate, web and worker; docker-compose.yml gives each its command.

FROM node:24-bookworm-slim AS pages
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --no-audit --no-fund
COPY . .
RUN npm run build

# The image has its own Node, so the npm packages of Node are removed. Not with --omit=optional: the image
# library is an optional package per platform.
FROM node:24-bookworm-slim AS modules
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --omit=dev --no-audit --no-fund \
	&& rm -rf node_modules/node-linux-* node_modules/node-win-* node_modules/.bin/node \
	&& node -e "require('sharp')"

FROM node:24-bookworm-slim
ENV NODE_ENV=production HOST=0.0.0.0 PORT=3000
WORKDIR /app
COPY --from=modules /app/node_modules node_modules
COPY --from=pages /app/build build
COPY package.json ./
COPY src/lib/domain src/lib/domain
COPY config config
COPY db db
COPY process process
COPY server server
COPY travel travel
COPY workers workers
# A new volume inherits the folder's owner.
RUN mkdir /files /seals && chown node /files /seals
USER node
EXPOSE 3000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s --retries=3 \
	CMD ["node", "-e", "fetch('http://127.0.0.1:' + process.env.PORT + '/healthz').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "--max-semi-space-size=16", "server/main.ts"]
