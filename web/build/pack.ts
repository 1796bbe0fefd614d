// Puts every built file into one, web.pack, which the program embeds: a header of lines, an empty line, the bytes.
//   tallyward-web-pack 1
//   PATH <tab> TYPE <tab> SHA-256 in hex <tab> immutable|changing <tab> OFFSET LENGTH (as is) <tab> OFFSET LENGTH (gzip) <tab> OFFSET LENGTH (brotli)
// Offsets count from the first byte after the empty line; a length of 0 means: no such encoding.
import {createHash} from 'node:crypto';
import {readdirSync, readFileSync, statSync, writeFileSync} from 'node:fs';
import {extname, join, relative} from 'node:path';
import {brotliCompressSync, constants, gzipSync} from 'node:zlib';

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8', '.js': 'text/javascript; charset=utf-8', '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8', '.webmanifest': 'application/manifest+json; charset=utf-8',
  '.svg': 'image/svg+xml', '.png': 'image/png', '.txt': 'text/plain; charset=utf-8',
};

export function filesUnder(folder: string): string[] {
  return readdirSync(folder).sort().flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? filesUnder(path) : [path];
  });
}

export function pack(folder: string): void {
  const lines = ['tallyward-web-pack 1'];
  const chunks: Buffer[] = [];
  let offset = 0;
  const add = (bytes: Buffer): string => {
    chunks.push(bytes);
    offset += bytes.length;
    return `${offset - bytes.length} ${bytes.length}`;
  };
  for (const path of filesUnder(folder)) {
    const name = relative(folder, path);
    if (name === 'web.pack') continue;
    const type = types[extname(name)];
    if (!type) throw new Error(`no content type for ${name}`);
    const bytes = readFileSync(path);
    const hash = createHash('sha256').update(bytes).digest('hex');
    const gzip = gzipSync(bytes, {level: 9});
    const brotli = brotliCompressSync(bytes, {params: {[constants.BROTLI_PARAM_QUALITY]: 11}});
    const none = Buffer.alloc(0);
    const immutable = /-[A-Za-z0-9_-]{8}\.[a-z]+$/.test(name) && name.startsWith('assets/');
    lines.push([name, type, hash, immutable ? 'immutable' : 'changing', add(bytes), add(gzip.length < bytes.length ? gzip : none),
                add(brotli.length < bytes.length ? brotli : none)].join('\t'));
  }
  writeFileSync(join(folder, 'web.pack'), Buffer.concat([Buffer.from(lines.join('\n') + '\n\n'), ...chunks]));
}
