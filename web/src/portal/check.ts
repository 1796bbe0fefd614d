// Checks a receipt in the reader's browser: the log's signature, the place of the text in the log, and, with an older
// checkpoint, that the log only grew. Texts come from the page, which the server wrote in the reader's language.
import {fromHex, textBytes, toHex} from '../log/bytes.ts';
import {parseVerifierKey} from '../log/ed25519.ts';
import {leafHash, rootOf} from '../log/merkle.ts';
import {openNote, parseCheckpoint} from '../log/note.ts';
import {verifyReceiptOfLeaf} from '../log/receipt.ts';

const form = document.getElementById('proof') as HTMLFormElement | null;
const result = document.getElementById('result');
const value = (id: string): string => (document.getElementById(id) as HTMLTextAreaElement).value.replace(/\r\n/g, '\n');
// What is pasted often loses its last line end or gains blank lines at the front.
const pasted = (text: string): string => text.replace(/^\s+/, '').replace(/\n*$/, '\n');

/** The first `size` leaf hashes of the log, from its tiles. */
async function leaves(size: number): Promise<Uint8Array<ArrayBuffer>[]> {
  const out: Uint8Array<ArrayBuffer>[] = [];
  for (let tile = 0; tile * 256 < size; ++tile) {
    const width = Math.min(256, size - tile * 256);
    const groups = String(tile).padStart(Math.ceil(String(tile).length / 3) * 3, '0').match(/.../g)!;
    const name = groups.map((group, at) => (at + 1 < groups.length ? 'x' : '') + group).join('/');
    let response = await fetch(`/tile/0/${name}${width < 256 ? `.p/${width}` : ''}`);
    if (!response.ok && width < 256) response = await fetch(`/tile/0/${name}`);
    if (!response.ok) throw new Error(`tile ${tile}: ${response.status}`);
    const bytes = new Uint8Array(await response.arrayBuffer());
    for (let at = 0; at < width; ++at) out.push(bytes.slice(at * 32, at * 32 + 32));
  }
  return out;
}

function step(text: string, good: boolean): void {
  const line = document.createElement('p');
  line.className = good ? 'good' : 'different';
  line.textContent = (good ? '✓ ' : '✗ ') + text;
  result!.append(line);
}

form?.addEventListener('submit', (event) => {
  event.preventDefault();
  const says = form.dataset;
  result!.replaceChildren();
  void (async () => {
    try {
      const key = document.getElementById('key')!.textContent!;
      const entry = value('entry');
      const leaf = /^\s*[0-9a-f]{64}\s*$/.test(entry) ? fromHex(entry.trim()) : await leafHash(textBytes(pasted(entry)));
      const {index, checkpoint} = await verifyReceiptOfLeaf(pasted(value('receipt')), leaf, key);
      step(says['signed']!, true);
      step(`${says['included']!} (${index} / ${checkpoint.size}, ${toHex(leaf).slice(-8)})`, true);
      if (value('old').trim()) {
        const old = parseCheckpoint(await openNote(pasted(value('old')), await parseVerifierKey(key)));
        const [small, large] = old.size <= checkpoint.size ? [old, checkpoint] : [checkpoint, old];
        const all = await leaves(large.size);
        for (const one of [small, large]) if (toHex(await rootOf(all.slice(0, one.size))) !== toHex(one.root)) throw new Error(`${one.size}`);
        step(says['consistent']!, true);
      }
      for (const name of ['means', 'means_not']) { const line = document.createElement('p'); line.textContent = form.getAttribute(`data-${name}`) ?? ''; result!.append(line); }
    } catch (error) {
      step(`${says['fails']!} ${error instanceof Error ? error.message : String(error)}`, false);
    }
  })();
});
