// office.jsx: what is drawn: setup, sign-in, or the frame with a page in it.
import { useEffect } from 'preact/hooks';
import { act, get, onConfirmNeeded } from '../base/api.js';
import { startLive, stopLive } from '../base/live.js';
import { session, signedIn, signedOut } from '../base/session.js';
import { store, useStore } from '../base/store.js';
import { hallSays, setClockSpeed } from '../base/time.js';
import { language, t } from '../base/words.js';
import { ConfirmHost } from '../ui/dialog.jsx';
import { Loading } from '../ui/parts.jsx';
import { Toasts } from '../ui/toast.jsx';
import { Frame } from './frame.jsx';
import { Confirm, confirmAsked } from './confirm.jsx';
import { MustChangePage } from './password.jsx';
import { SetupPage, SignInPage } from './sign_in.jsx';

const RETRY_MS = 2000;
export const hall = store(null);

export async function askWho() {
  try {
    signedIn(await get('/session', null, { quiet401: true }));
  } catch (error) {
    if (error.status === 401) {
      signedOut(error.code);
    } else {
      setTimeout(askWho, RETRY_MS);
    }
  }
}

// What everybody may know of the hall: its name stands above the sign-in too.
async function learnHall() {
  try {
    const known = await get('/hall', null, { quiet401: true });
    hallSays(known.now);
    setClockSpeed(known.clock_speed);
    hall.set(known);
  } catch (error) {
    if (error.code === 'network') {
      setTimeout(learnHall, RETRY_MS);
    }
  }
}

export async function signOut() {
  stopLive(); // the hall would cut it
  await act('DELETE', '/session', {}, { intent: null });
  signedOut('signed_out');
}

function Inside({ who, setup }) {
  if (!who) {
    return setup ? <SetupPage /> : <SignInPage />;
  }
  return who.must_change ? <MustChangePage /> : <Frame who={who} />;
}

export function Office() {
  const { known, who, setup } = useStore(session);
  const code = useStore(language);
  useEffect(() => {
    onConfirmNeeded(confirmAsked);
    askWho();
  }, []);
  useEffect(() => {
    document.documentElement.lang = code === 'en' ? 'en' : 'zh-CN';
  }, [code]);
  const name = who && !who.must_change ? who.name : undefined;
  useEffect(() => {
    learnHall();
    if (!name) {
      return undefined;
    }
    startLive();
    return stopLive;
  }, [name]);
  if (!known) {
    return <Loading />;
  }
  return (
    <div key={name} class="office">
      <Inside who={who} setup={setup} />
      <Confirm />
      <ConfirmHost />
      <Toasts />
    </div>
  );
}
