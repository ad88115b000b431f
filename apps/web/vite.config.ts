// Builds and serves the web app; in development the API is asked on its own port.
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const api = process.env['PASSBOOK_API'] ?? 'http://localhost:3000';
const ofTheApi = ['/v1', '/docs', '/openapi.json', '/healthz', '/readyz', '/metrics', '/errors'];

/** Live updates must pass the proxy as they come: nothing between may collect or compress them. */
const proxied = {
  target: api,
  changeOrigin: false,
  headers: { 'accept-encoding': 'identity' },
  timeout: 0,
  proxyTimeout: 0,
};

export default defineConfig({
  plugins: [react()],
  // The libraries are read from their sources: no build has to run before this one.
  resolve: { conditions: ['source', 'module', 'browser', 'development|production'] },
  server: {
    port: Number(process.env['WEB_PORT'] ?? 5173),
    proxy: Object.fromEntries(ofTheApi.map((path) => [path, proxied])),
  },
  build: {
    outDir: 'dist',
    manifest: true,
    sourcemap: false,
    chunkSizeWarningLimit: 700,
    assetsInlineLimit: 2048,
  },
});
