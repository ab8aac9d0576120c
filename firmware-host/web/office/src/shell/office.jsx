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
import { Toasts, failed } from '../ui/toast.jsx';
import { Frame } from './frame.jsx';
import { Confirm, confirmAsked } from './confirm.jsx';
import { PasswordDialog } from './password.jsx';
import { SetupPage, SignInPage } from './sign_in.jsx';

const RETRY_MS = 2000;
const AWAKE_MS = 60000;
export const hall = store(null);

async function askWho() {
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

// A session ends when nobody has touched this page for half an hour. What the page loads by itself
// is no sign of a person; key, mouse and finger are, and are told once a minute.
function tellAwake() {
  let last = 0;
  const touched = () => {
    if (Date.now() - last > AWAKE_MS) {
      last = Date.now();
      get('/session').catch(() => {}); // 401 has shown the sign-in page; a break is told elsewhere
    }
  };
  ['keydown', 'pointerdown'].forEach((kind) => addEventListener(kind, touched));
  return () => ['keydown', 'pointerdown'].forEach((kind) => removeEventListener(kind, touched));
}

export async function signOut() {
  await act('DELETE', '/session', {}, { intent: null });
  signedOut('signed_out');
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
  const name = who?.name;
  useEffect(() => {
    learnHall();
    if (!name) {
      return undefined;
    }
    startLive();
    const asleep = tellAwake();
    return () => {
      asleep();
      stopLive();
    };
  }, [name]);
  if (!known) {
    return <Loading />;
  }
  return (
    <div key={name} class="office">
      {who?.must_change && <PasswordDialog forced onClose={() => signOut().catch(failed)} />}
      {who && !who.must_change && <Frame who={who} />}
      {!who && (setup ? <SetupPage /> : <SignInPage />)}
      <Confirm />
      <ConfirmHost />
      <Toasts />
    </div>
  );
}
