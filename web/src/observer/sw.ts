// The observer app's service worker: keeps the app's own files, so that it opens without a network. Nothing of the
// mission's data passes through it: reports and packs live in IndexedDB (database.ts). It imports nothing.
const worker = self as unknown as ServiceWorkerGlobalScope;
const files: string[] = __PRECACHE__;
const cacheName = 'tallyward-observer-' + __VERSION__;
declare const __PRECACHE__: string[];
declare const __VERSION__: string;

worker.addEventListener('install', (event) => {
  event.waitUntil(caches.open(cacheName).then((cache) => cache.addAll(['/o/', '/o/manifest.webmanifest', '/o/icon.svg', ...files])));
});

worker.addEventListener('activate', (event) => {
  event.waitUntil(
    caches.keys()
      .then((names) => Promise.all(names.filter((name) => name.startsWith('tallyward-observer-') && name !== cacheName).map((name) => caches.delete(name))))
      .then(() => worker.clients.claim()));
});

// A new version waits until the page says so, which it does between forms, never in the middle of one.
worker.addEventListener('message', (event) => {
  if (event.data === 'take over') void worker.skipWaiting();
});

worker.addEventListener('fetch', (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== 'GET' || url.origin !== worker.location.origin) return;
  const page = event.request.mode === 'navigate' && url.pathname.startsWith('/o/');
  if (!page && !files.includes(url.pathname) && url.pathname !== '/o/manifest.webmanifest' && url.pathname !== '/o/icon.svg') return;
  event.respondWith(caches.open(cacheName).then(async (cache) => (await cache.match(page ? '/o/' : url.pathname)) ?? fetch(event.request)));
});
