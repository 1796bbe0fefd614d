// Requests of the staff app. The session is a cookie that no script can read; writes carry the session's token.
import {signal} from '@preact/signals';

export interface Session { login: string; name: string; roles: string[]; scope: string[]; csrf: string; needs: string[] }
export const session = signal<Session | undefined>(undefined);
export const asked = signal(false);

export class ServerError extends Error {
  constructor(readonly status: number, readonly code: string, title: string, readonly detail: string) { super(title); }
}

export async function request<T>(path: string, options: RequestInit = {}): Promise<T> {
  let response: Response;
  try { response = await fetch(`/api/v1${path}`, {...options, signal: AbortSignal.timeout(15_000)}); } catch { throw new ServerError(0, 'offline', '', ''); }
  if (response.status === 401 && path !== '/login') session.value = undefined;
  if (!response.ok) {
    const told = (await response.json().catch(() => ({}))) as {code?: string; title?: string; detail?: string};
    throw new ServerError(response.status, told.code ?? String(response.status), told.title ?? `${response.status}`, told.detail ?? '');
  }
  return (await response.json().catch(() => ({}))) as T;
}

export const send = <T>(path: string, body: unknown): Promise<T> =>
  request<T>(path, {method: 'POST', headers: {'Content-Type': 'application/json', 'X-CSRF-Token': session.value?.csrf ?? ''}, body: JSON.stringify(body)});

export async function resume(): Promise<void> {
  try { session.value = await request<Session>('/session'); } catch { session.value = undefined; }
  asked.value = true;
}
