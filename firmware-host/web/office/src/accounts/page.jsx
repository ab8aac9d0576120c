// accounts/page.jsx: who may sign in, who has, and which programs may ask. Administrators change,
// auditors look, managers unlock. Everything that changes something but a lock asks for the
// password once more (base/api.js).
import { useState } from 'preact/hooks';
import { act, get } from '../base/api.js';
import { useFresh } from '../base/live.js';
import { who } from '../base/session.js';
import { t } from '../base/words.js';
import { Badge } from '../ui/badge.jsx';
import { Button } from '../ui/button.jsx';
import { confirm } from '../ui/dialog.jsx';
import { Card, Loaded, PageHead } from '../ui/parts.jsx';
import { Table } from '../ui/table.jsx';
import { Tabs } from '../ui/tabs.jsx';
import { toast } from '../ui/toast.jsx';
import { durationOf, whenOf } from '../base/time.js';
import { AccountDialog, ResetDialog } from './account.jsx';
import { TokenDialog, TokenOnce } from './token.jsx';

const STATES = { active: 'ok', locked: 'warn', disabled: 'off', revoked: 'off', expired: 'off' };
const State = ({ of }) => <Badge kind={STATES[of]}>{t(`account.state.${of}`)}</Badge>;
const roleOf = (row) => t(`office.role.${row.role}`);
const orNever = (time) => (time ? whenOf(time) : t('account.never'));

const mayKeep = () => who()?.role === 'administrator';
const mayLookAtAll = () => ['administrator', 'auditor'].includes(who()?.role);

async function setActive(account, active) {
  const sure = active || await confirm({ title: t('account.disable'), danger: true,
    text: t('account.disable.text', { name: account.name }), yes: t('account.disable') });
  if (sure) {
    await act('PUT', `/accounts/${account.name}`, { active });
    toast(t(active ? 'account.enabled' : 'account.disabled', { name: account.name }));
  }
}

async function unlock(account) {
  await act('POST', `/accounts/${account.name}/unlock`, {});
  toast(t('account.unlocked', { name: account.name }));
}

function AccountActs({ account, onChange, onReset }) {
  return (
    <span class="acts">
      {account.state === 'locked' && who()?.role !== 'auditor' && (
        <Button onClick={() => unlock(account)}>{t('account.unlock')}</Button>
      )}
      {mayKeep() && (
        <>
          <Button onClick={() => onChange(account)}>{t('account.change')}</Button>
          <Button onClick={() => onReset(account)}>{t('account.reset')}</Button>
          {account.state === 'disabled'
            ? <Button onClick={() => setActive(account, true)}>{t('account.enable')}</Button>
            : <Button onClick={() => setActive(account, false)}>{t('account.disable')}</Button>}
        </>
      )}
    </span>
  );
}

function Marks({ account }) {
  return (
    <span class="marks">
      <State of={account.state} />
      {account.unused && <Badge kind="warn">{t('account.unused')}</Badge>}
      {account.must_change && account.state !== 'disabled' && (
        <Badge kind="info">{t('account.must_change')}</Badge>
      )}
    </span>
  );
}

function Accounts({ data, onChange, onReset, onAdd }) {
  const columns = [
    { key: 'name', head: t('office.name'), value: (a) => a.name },
    { key: 'display', head: t('account.display'), value: (a) => a.display },
    { key: 'role', head: t('account.role'), value: roleOf },
    { key: 'clerk', head: t('account.clerk'), value: (a) => a.clerk || null },
    { key: 'state', head: t('account.state'), value: (a) => t(`account.state.${a.state}`),
      cell: (a) => <Marks account={a} /> },
    { key: 'signed_in', head: t('account.signed_in'), value: (a) => a.signed_in,
      text: (a) => orNever(a.signed_in) },
    ...(who()?.role === 'auditor' ? [] : [{ key: 'acts', head: t('account.acts'),
      cell: (a) => <AccountActs account={a} onChange={onChange} onReset={onReset} /> }]),
  ];
  return (
    <Table caption={t('account.accounts')} columns={columns} rows={data.accounts}
      keyOf={(a) => a.name} csv="accounts"
      tools={mayKeep() && <Button kind="primary" onClick={onAdd}>{t('account.add')}</Button>} />
  );
}

async function endSession(session) {
  if (await confirm({ title: t('account.end'), text: t('account.end.text', { name: session.name }),
    yes: t('account.end'), danger: true })) {
    await act('DELETE', `/sessions/${session.id}`, {});
    toast(t('account.ended', { name: session.name }));
  }
}

function Sessions({ rows }) {
  const columns = [
    { key: 'name', head: t('office.name'), value: (s) => s.name },
    { key: 'display', head: t('account.display'), value: (s) => s.display },
    { key: 'role', head: t('account.role'), value: roleOf },
    { key: 'window', head: t('account.window'), value: (s) => s.window, end: true },
    { key: 'since', head: t('account.since'), value: (s) => s.since, text: (s) => whenOf(s.since) },
    { key: 'idle', head: t('account.idle'), value: (s) => s.idle_s,
      text: (s) => durationOf(s.idle_s), end: true },
    ...(mayKeep() ? [{ key: 'acts', head: t('account.acts'), cell: (s) => (s.own
      ? <Badge kind="info">{t('account.own')}</Badge>
      : <Button onClick={() => endSession(s)}>{t('account.end')}</Button>) }] : []),
  ];
  return (
    <Table caption={t('account.sessions')} columns={columns} rows={rows} keyOf={(s) => s.id}
      csv="sessions" />
  );
}

async function revoke(token) {
  if (await confirm({ title: t('account.revoke'), text: t('account.revoke.text', { name: token.name }),
    yes: t('account.revoke'), danger: true })) {
    await act('DELETE', `/tokens/${token.id}`, {});
    toast(t('account.revoked', { name: token.name }));
  }
}

function Tokens({ rows, onAdd }) {
  const columns = [
    { key: 'id', head: t('account.token_id'), value: (k) => k.id },
    { key: 'name', head: t('account.token_name'), value: (k) => k.name },
    { key: 'role', head: t('account.role'), value: roleOf },
    { key: 'window', head: t('account.window'), value: (k) => k.window, end: true },
    { key: 'state', head: t('account.state'), value: (k) => t(`account.state.${k.state}`),
      cell: (k) => <State of={k.state} /> },
    { key: 'until', head: t('account.until'), value: (k) => k.until, text: (k) => whenOf(k.until) },
    { key: 'used', head: t('account.used'), value: (k) => k.used, text: (k) => orNever(k.used),
      hint: t('account.used.hint') },
    ...(mayKeep() ? [{ key: 'acts', head: t('account.acts'), cell: (k) => k.state === 'active'
      && <Button onClick={() => revoke(k)}>{t('account.revoke')}</Button> }] : []),
  ];
  return (
    <Table caption={t('account.tokens')} columns={columns} rows={rows} keyOf={(k) => k.id}
      csv="tokens"
      tools={mayKeep() && <Button kind="primary" onClick={onAdd}>{t('account.token_add')}</Button>} />
  );
}

async function load() {
  const all = mayLookAtAll();
  const [accounts, sessions, tokens] = await Promise.all([get('/accounts'),
    all ? get('/sessions') : null, all ? get('/tokens') : null]);
  return { accounts, sessions: sessions?.sessions, tokens: tokens?.tokens };
}

const KINDS = /^office_(account|password|token|signed|sign_in|unlocked)/;

// Which dialog is open: { kind, account } or a token that was just made.
function Dialogs({ open, close, onToken }) {
  return (
    <>
      {open?.kind === 'account' && <AccountDialog account={open.account} onClose={close} />}
      {open?.kind === 'reset' && <ResetDialog account={open.account} onClose={close} />}
      {open?.kind === 'token' && <TokenDialog onClose={close} onMade={onToken} />}
      {open?.kind === 'once' && <TokenOnce made={open.made} onClose={close} />}
    </>
  );
}

export default function AccountsPage() {
  const [tab, setTab] = useState('accounts');
  const [open, setOpen] = useState(null);
  const fresh = useFresh(load, { when: (event) => KINDS.test(event.kind), gap: 300 });
  return (
    <>
      <PageHead title={t('office.page.accounts')} note={t('account.note')} />
      <Loaded fresh={fresh}>
        {({ accounts, sessions, tokens }) => (
          <Card>
            <Tabs label={t('office.page.accounts')} value={tab} onValue={setTab} tabs={[
              ['accounts', t('account.accounts'), accounts.accounts.length],
              ...(sessions ? [['sessions', t('account.sessions'), sessions.length],
                ['tokens', t('account.tokens'), tokens.length]] : []),
            ]}>
              {tab === 'accounts' && (
                <Accounts data={accounts} onAdd={() => setOpen({ kind: 'account' })}
                  onChange={(account) => setOpen({ kind: 'account', account })}
                  onReset={(account) => setOpen({ kind: 'reset', account })} />
              )}
              {tab === 'sessions' && sessions && <Sessions rows={sessions} />}
              {tab === 'tokens' && tokens && (
                <Tokens rows={tokens} onAdd={() => setOpen({ kind: 'token' })} />
              )}
            </Tabs>
          </Card>
        )}
      </Loaded>
      <Dialogs open={open} close={() => setOpen(null)}
        onToken={(made) => setOpen({ kind: 'once', made })} />
    </>
  );
}
