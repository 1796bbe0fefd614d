// Reads a message catalogue of messages/*.txt: a line with a key at the margin, then one indented line a language,
//   today.title
//     en Today
//     ru Сегодня
// `#` at the margin starts a comment. The same files are read by the server for its pages (src/http/portal_messages.cpp).
export type Catalogue = Map<string, Map<string, string>>;

export function parseCatalogue(text: string, file: string): Catalogue {
  const catalogue: Catalogue = new Map();
  let current: Map<string, string> | undefined;
  text.split('\n').forEach((line, at) => {
    if (!line.trim() || line.startsWith('#')) return;
    if (!line.startsWith(' ')) {
      if (catalogue.has(line.trim())) throw new Error(`${file}:${at + 1}: ${line.trim()} stands twice`);
      catalogue.set(line.trim(), (current = new Map()));
      return;
    }
    const parts = /^ +([a-z]{2}) (.*)$/.exec(line);
    if (!parts || !current) throw new Error(`${file}:${at + 1}: neither a key nor "  LANGUAGE text"`);
    current.set(parts[1]!, parts[2]!);
  });
  return catalogue;
}

/** One language of a catalogue as a plain object; a text that is missing is an error: no half languages. */
export function language(catalogue: Catalogue, code: string, file: string): Record<string, string> {
  const out: Record<string, string> = {};
  for (const [key, texts] of catalogue) {
    const text = texts.get(code);
    if (text === undefined) throw new Error(`${file}: ${key} has no text in "${code}"`);
    out[key] = text;
  }
  return out;
}
