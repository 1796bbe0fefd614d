// What the phone keeps: IndexedDB with four stores. The schema only ever grows. A write is answered when it is on the
// disk (durability "strict"); a connection that the system closed (iOS does) is opened again.
const version = 1;
export type Store = 'settings' | 'drafts' | 'outbox' | 'photos';
const stores: Store[] = ['settings', 'drafts', 'outbox', 'photos'];

let connection: Promise<IDBDatabase> | undefined;
let name = 'tallyward-observer';

/** The practice mission of a duress PIN lives in a database of its own. */
export function useDatabase(other: string): void { name = other; connection = undefined; }

function open(): Promise<IDBDatabase> {
  connection ??= new Promise((resolve, reject) => {
    const request = indexedDB.open(name, version);
    request.onupgradeneeded = () => { for (const store of stores) if (!request.result.objectStoreNames.contains(store)) request.result.createObjectStore(store); };
    request.onsuccess = () => { request.result.onclose = () => { connection = undefined; }; resolve(request.result); };
    request.onerror = () => { connection = undefined; reject(request.error as Error); };
  });
  return connection;
}

/** Several writes that happen together or not at all; `undefined` deletes. */
export async function write(changes: {store: Store; key: string; value: unknown}[]): Promise<void> {
  if (changes.length === 0) return;
  const database = await open();
  await new Promise<void>((resolve, reject) => {
    const transaction = database.transaction([...new Set(changes.map((change) => change.store))], 'readwrite', {durability: 'strict'});
    transaction.oncomplete = () => resolve();
    transaction.onabort = transaction.onerror = () => reject(transaction.error ?? new Error('the write was aborted'));
    for (const {store, key, value} of changes) {
      if (value === undefined) transaction.objectStore(store).delete(key);
      else transaction.objectStore(store).put(value, key);
    }
  });
}

async function ask<T>(store: Store, question: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> {
  const database = await open();
  return new Promise((resolve, reject) => {
    const request = question(database.transaction(store).objectStore(store));
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error as Error);
  });
}

export const read = <T>(store: Store, key: string): Promise<T | undefined> => ask(store, (s) => s.get(key) as IDBRequest<T | undefined>);
export const readAll = <T>(store: Store): Promise<T[]> => ask(store, (s) => s.getAll() as IDBRequest<T[]>);
export const put = (store: Store, key: string, value: unknown): Promise<void> => write([{store, key, value}]);

/** Deletes everything of this mission from the phone. */
export async function eraseAll(): Promise<void> {
  const database = await open();
  database.close();
  connection = undefined;
  await new Promise<void>((resolve, reject) => {
    const request = indexedDB.deleteDatabase(name);
    request.onsuccess = () => resolve();
    request.onerror = request.onblocked = () => reject(new Error('the data could not be deleted'));
  });
}
