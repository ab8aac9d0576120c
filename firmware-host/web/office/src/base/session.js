// session.js: who is signed in. null = nobody (yet); `setup` = the hall has no administrator yet.
import { store } from './store.js';

// { known: false } until the server has answered the first time.
export const session = store({ known: false, who: null, setup: false });

export function signedIn(who) {
  session.set({ known: true, who, setup: false });
}

export function signedOut(code) {
  session.set({ known: true, who: null, setup: code === 'setup_needed' });
}

export const who = () => session.get().who;
