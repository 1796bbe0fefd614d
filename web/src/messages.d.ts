declare module 'messages:*' {
  const texts: Record<string, string>;
  export default texts;
}
declare module '*.css';
declare module 'locale:tables' {
  const tables: Record<string, import('./shared/locale.ts').Table>;
  export default tables;
}
declare module 'locale:order/*' {
  const order: string[][];
  export default order;
}
