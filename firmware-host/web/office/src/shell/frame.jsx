// frame.jsx: the frame of every page: bar with hall, clock, language and person; navigation by role;
// the stale banner; and the page itself, loaded when it is first looked at.
import { useEffect, useErrorBoundary, useRef, useState } from 'preact/hooks';
import { contact } from '../base/live.js';
import { go, href, useRoute } from '../base/route.js';
import { useStore } from '../base/store.js';
import { dateOf, hallClock, timeOf, timeWithSeconds } from '../base/time.js';
import { both, loadWords, t } from '../base/words.js';
import { groups, pagesFor } from '../pages.js';
import { Banner } from '../ui/badge.jsx';
import { Button } from '../ui/button.jsx';
import { Icon } from '../ui/icon.jsx';
import { Loading } from '../ui/parts.jsx';
import { failed } from '../ui/toast.jsx';
import { LanguageButton } from './language.jsx';
import { hall, signOut } from './office.jsx';
import { PasswordDialog } from './password.jsx';
import { WindowDialog } from './window.jsx';

function Clock() {
  const [now, setNow] = useState(hallClock());
  useEffect(() => {
    const timer = setInterval(() => setNow(hallClock()), 500);
    return () => clearInterval(timer);
  }, []);
  return <time class="clock" dateTime={now}>{timeOf(now)}</time>;
}

function UserMenu({ who, onPassword, onWindow }) {
  const [open, setOpen] = useState(false);
  const box = useRef(null);
  const leave = (event) => {
    if (!box.current?.contains(event.relatedTarget)) {
      setOpen(false);
    }
  };
  const onKey = (event) => {
    if (event.key === 'Escape') {
      setOpen(false);
      box.current.firstElementChild.focus();
    }
  };
  return (
    <div class="user" ref={box} onFocusOut={leave} onKeyDown={onKey}>
      <button type="button" class="button quiet" aria-expanded={open ? 'true' : 'false'}
        aria-label={both(who.display) || who.name} onClick={() => setOpen(!open)}>
        <Icon name="person" /><span class="user-name">{both(who.display) || who.name}</span>
        <Icon name="down" />
      </button>
      {open && (
        <div class="menu">
          <p class="menu-head">{both(who.display) || who.name}<br />
            <small>{t(`office.role.${who.role}`)} · {who.name}
              {who.window ? ` · ${t('office.window.at', { window: who.window })}` : ''}</small></p>
          {who.windows?.length > 1 && (
            <Button kind="quiet" onClick={() => { setOpen(false); onWindow(); }}>
              {t('office.window.title')}
            </Button>
          )}
          <Button kind="quiet" onClick={() => { setOpen(false); onPassword(); }}>
            {t('office.password.title')}
          </Button>
          <Button kind="quiet" onClick={() => signOut().catch(failed)}>{t('office.sign_out')}</Button>
        </div>
      )}
    </div>
  );
}

function Navigation({ mine, here, onGo }) {
  return (
    <nav class="nav" aria-label={t('office.navigation')}>
      {groups.filter((group) => mine.some((page) => page.group === group)).map((group) => (
        <section key={group}>
          <h2>{t(`office.group.${group}`)}</h2>
          <ul>
            {mine.filter((page) => page.group === group).map((page) => (
              <li key={page.path}>
                <a href={href(page.path)} aria-current={page.path === here ? 'page' : undefined}
                  onClick={onGo}>{t(`office.page.${page.path}`)}</a>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </nav>
  );
}

function Stale() {
  const { stale, at } = useStore(contact);
  if (!stale) {
    return null;
  }
  return <Banner kind="warn">{t('office.stale', { time: timeWithSeconds(at) })}</Banner>;
}

// A page that breaks says so and leaves the frame standing.
function Guarded({ children }) {
  const [error, reset] = useErrorBoundary((cause) => console.warn(cause));
  return error ? (
    <Banner kind="bad" action={<Button onClick={reset}>{t('office.again')}</Button>}>
      {t('office.error.page')}
    </Banner>
  ) : children;
}

function usePage(row) {
  const [loaded, setLoaded] = useState({ row: null, page: null, error: null });
  const [attempt, setAttempt] = useState(0);
  useEffect(() => {
    let wanted = true;
    const done = (found) => wanted && setLoaded(found);
    Promise.all([row.load(), loadWords(...row.words)])
      .then(([module]) => done({ row, page: module.default, error: null }))
      .catch((error) => done({ row, page: null, error }));
    return () => { wanted = false; };
  }, [row, attempt]);
  return { ...(loaded.row === row ? loaded : {}), again: () => setAttempt(attempt + 1) };
}

function PageHost({ row, route }) {
  const { page: Page, error, again } = usePage(row);
  if (error) {
    return (
      <Banner kind="bad" action={<Button onClick={again}>{t('office.again')}</Button>}>
        {t('office.error.load')}
      </Banner>
    );
  }
  return Page ? <Guarded key={row.path}><Page route={route} /></Guarded> : <Loading />;
}

function PrintHead() {
  const place = useStore(hall);
  const [now, setNow] = useState('');
  useEffect(() => {
    const printing = () => setNow(hallClock());
    printing();
    addEventListener('beforeprint', printing);
    return () => removeEventListener('beforeprint', printing);
  }, [place]);
  return (
    <p class="print-head" aria-hidden="true">
      <strong>{place && both(place.name)}</strong>
      <span>{t('office.printed', { when: `${dateOf(now)} ${timeWithSeconds(now)}` })}</span>
    </p>
  );
}

export function Frame({ who }) {
  const route = useRoute();
  const place = useStore(hall);
  const [open, setOpen] = useState(false);
  const [password, setPassword] = useState(false);
  const [seat, setSeat] = useState(who.role === 'clerk' && !who.window);
  const main = useRef(null);
  const mine = pagesFor(who.role);
  const row = mine.find((page) => page.path === route.path) || mine[0];
  const title = row ? t(`office.page.${row.path}`) : '';
  useEffect(() => {
    if (row && row.path !== route.path) {
      go(row.path);
    }
  }, [row, route.path]);
  useEffect(() => {
    document.title = [title, place && both(place.name)].filter(Boolean).join(' · ');
  }, [title, place]);
  useEffect(() => {
    const close = (event) => event.key === 'Escape' && setOpen(false);
    addEventListener('keydown', close);
    return () => removeEventListener('keydown', close);
  }, []);
  return (
    <div class={`frame ${open ? 'nav-open' : ''}`}>
      <a class="skip" href="#main" onClick={(event) => { event.preventDefault(); main.current.focus(); }}>
        {t('office.skip')}
      </a>
      <header class="bar no-print">
        <button type="button" class="icon-button nav-button" aria-expanded={open ? 'true' : 'false'}
          aria-label={t('office.navigation')} onClick={() => setOpen(!open)}>
          <Icon name={open ? 'close' : 'menu'} />
        </button>
        <img src="icon.svg" alt="" width="26" height="26" />
        <p class="bar-hall">{place && both(place.name)}</p>
        <p class="bar-title">{title}</p>
        <span class="grow" />
        <Clock />
        <LanguageButton />
        <UserMenu who={who} onPassword={() => setPassword(true)} onWindow={() => setSeat(true)} />
      </header>
      <div class="side no-print">
        <Navigation mine={mine} here={row?.path} onGo={() => setOpen(false)} />
      </div>
      <main id="main" ref={main} tabIndex={-1} class={row ? `page-${row.path}` : ''}>
        <PrintHead />
        <Stale />
        {row ? <PageHost row={row} route={route} />
          : <Banner kind="info">{t('office.no_pages')}</Banner>}
      </main>
      {seat && <WindowDialog who={who} onClose={() => setSeat(false)} />}
      {password && <PasswordDialog onClose={() => setPassword(false)} />}
    </div>
  );
}
