// devices/detail.jsx: one device: what it is, how it does, and what a person may try with it. Every try
// is an event of the hall before it is done.
import { useState } from 'preact/hooks';
import { act } from '../base/api.js';
import { who } from '../base/session.js';
import { whenOf } from '../base/time.js';
import { both, t } from '../base/words.js';
import { Button } from '../ui/button.jsx';
import { Dialog } from '../ui/dialog.jsx';
import { TextField } from '../ui/field.jsx';
import { failed, toast } from '../ui/toast.jsx';
import { Learn } from './learn.jsx';
import { Forecast, changed } from './paper.jsx';
import { State, heardText, nameOf } from './states.jsx';

function Facts({ device, line }) {
  const fact = (key, text) => [<dt key={`${key}-t`}>{t(key)}</dt>, <dd key={key}>{text}</dd>];
  return (
    <dl class="facts">
      {fact('devices.col.state', <State device={device} />)}
      {device.changed && fact('devices.detail.changed', whenOf(device.changed))}
      {fact('devices.col.heard', heardText(device))}
      {device.window && fact('devices.col.window', device.window)}
      {fact('devices.detail.model', `${both(device.model)} (${device.profile})`)}
      {fact('devices.col.line', line ? `${line.name} · ${line.port} · ${line.baud}` : device.line)}
      {device.address > 0 && fact('devices.detail.address', device.address)}
      {fact('devices.detail.shows', device.showing || t('devices.detail.nothing'))}
      {fact('devices.detail.exchanges', `${device.exchanges} · ${t('devices.detail.timeouts')} ${
        device.timeouts} · ${t('devices.detail.garbled')} ${device.garbled}`)}
      {device.answer_us > 0 && fact('devices.col.answer', t('devices.answer.tip', {
        mean: (device.answer_us / 1000).toFixed(0), max: (device.answer_us_max / 1000).toFixed(0) }))}
      {device.kind === 'printer' ? fact('devices.detail.slips', device.slips)
        : fact('devices.col.events', `${device.events} · ${t('devices.col.ignored')} ${device.ignored}`)}
      {device.paper && fact('devices.tab.paper',
        <Forecast paper={device.paper} signs={device.signs} />)}
    </dl>
  );
}

async function attempt(device, test, fields, reload) {
  await act('POST', `/devices/${device.name}/${test}`, fields);
  toast(t(`devices.test.done.${test}`, { name: nameOf(device) }));
  await reload();
}

function Show({ device, reload }) {
  const [text, setText] = useState(t('devices.test.show.sample'));
  const submit = (event) => {
    event.preventDefault();
    attempt(device, 'show', { text }, reload).catch(failed);
  };
  return (
    <form class="row" onSubmit={submit}>
      <TextField label={t('devices.test.show.text')} value={text} onValue={setText} maxLength={40}
        hint={t('devices.test.show.hint')} class="grow" />
      <Button type="submit">{t('devices.test.show')}</Button>
    </form>
  );
}

function Tests({ device, reload }) {
  const simple = device.tests.filter((test) => ['print', 'beep', 'ask'].includes(test));
  return (
    <section class="tests">
      <h3>{t('devices.test')}</h3>
      {device.tests.includes('show') && <Show key={device.name} device={device} reload={reload} />}
      <div class="row">
        {simple.map((test) => (
          <Button key={test} onClick={() => attempt(device, test, {}, reload)}>
            {t(`devices.test.${test}`)}
          </Button>
        ))}
        {device.paper && (
          <Button onClick={() => changed(device, reload)}>{t('devices.paper.changed')}</Button>
        )}
      </div>
      <p class="note">{t('devices.test.audited')}</p>
      {device.tests.includes('learn') && <Learn key={device.name} device={device} />}
    </section>
  );
}

export function DeviceDialog({ device, line, onClose, reload }) {
  const may = ['manager', 'administrator'].includes(who()?.role);
  return (
    <Dialog title={nameOf(device)} onClose={onClose} wide>
      <div class="device-dialog">
        <Facts device={device} line={line} />
        {may && <Tests device={device} reload={reload} />}
      </div>
    </Dialog>
  );
}

