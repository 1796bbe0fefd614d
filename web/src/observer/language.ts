// The language of the app, kept on the phone; all five are there offline.
import {type Language, useTexts} from '../shared/messages.ts';

const load: Record<Language, () => Promise<{default: Record<string, string>}>> = {
  en: () => import('messages:observer/en'), ru: () => import('messages:observer/ru'), kk: () => import('messages:observer/kk'),
  fr: () => import('messages:observer/fr'), ar: () => import('messages:observer/ar'),
};

export async function chooseLanguage(code: Language): Promise<void> {
  useTexts(code, (await load[code]()).default);
  localStorage.setItem('language', code);
}

export async function startLanguage(): Promise<void> {
  const wanted = [new URLSearchParams(location.search).get('lang'), localStorage.getItem('language'), ...navigator.languages.map((tag) => tag.slice(0, 2))];
  await chooseLanguage((wanted.find((code) => code && code in load) ?? 'en') as Language);
}
