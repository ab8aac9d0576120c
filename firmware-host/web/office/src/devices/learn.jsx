// devices/learn.jsx: press a key now: its code arrives, and can be given a meaning, which goes into the
// hall's own copy of the device's profile as a version of the configuration.
import { useEffect, useState } from 'preact/hooks';
import { act, get } from '../base/api.js';
import { who } from '../base/session.js';
import { t } from '../base/words.js';
import { Button } from '../ui/button.jsx';
import { SelectField } from '../ui/field.jsx';
import { failed, toast } from '../ui/toast.jsx';
import { nameOf } from './states.jsx';

const LESSON_S = 120;
const LOOK_MS = 500;

const same = (a, b) => a.code === b.code && a.digits === b.digits;

function meaningOf(key) {
  if (!key) {
    return t('devices.learn.nothing');
  }
  return key.action ? t(`devices.action.${key.action}`)
    : key.level ? t('devices.learn.level', { level: key.level })
      : t('devices.learn.button', { number: key.number });
}

// As the profile writes it.
function rowOf(key, meaning) {
  const digits = key.digits ? ', digits: true' : '';
  const [what, value] = meaning.split(':');
  return `{code: "${key.code}"${digits}, ${what}: ${value}}`;
}

function meaningsFor(device, actions) {
  if (['evaluator', 'touch_evaluator'].includes(device.kind)) {
    return [1, 2, 3, 4, 5].map((n) => [`level:${n}`, t('devices.learn.level', { level: n })]);
  }
  if (device.kind === 'panel') {
    return Array.from({ length: 16 }, (_, i) => [`number:${i + 1}`,
      t('devices.learn.button', { number: i + 1 })]);
  }
  return actions.map((action) => [`action:${action}`, t(`devices.action.${action}`)]);
}

const wordOf = (key) => (key.action || (key.level ? `rate ${key.level}` : ''));

// The profile's own examples speak of the key as it was: they are told its new meaning, for a profile
// that fails its examples is refused.
function exampleChanges(file, lesson, old, meaning) {
  const [what, value] = meaning.split(':');
  const word = what === 'action' ? value : what === 'level' ? `rate ${value}` : '';
  return !old || !word ? [] : lesson.vectors.map((receive, i) => (receive === wordOf(old)
    ? { file, path: `vectors[${i}].receive`, kind: 'set', value: word } : null)).filter(Boolean);
}

async function save(device, lesson, key, meaning) {
  const file = `profiles/${lesson.profile}.yaml`;
  const { mark } = await get('/configuration');
  const place = lesson.keys.findIndex((one) => same(one, key));
  const row = { file, value: rowOf(key, meaning),
    ...(place >= 0 ? { path: `keys[${place}]`, kind: 'yaml' } : { path: 'keys', kind: 'add' }) };
  try {
    const answer = await act('POST', '/configuration', { base: mark,
      reason: t('devices.learn.save.why', { name: nameOf(device) }),
      changes: [row, ...exampleChanges(file, lesson, lesson.keys[place], meaning)] });
    toast(t('devices.learn.saved', { profile: lesson.profile, number: answer.number }));
  } catch (error) {
    const [problem] = error.body?.problems?.filter((p) => !p.warning) || [];
    throw problem ? new Error(`${problem.message} ${problem.advice}`) : error;
  }
}

function Pressed({ device, lesson, pressed }) {
  const known = lesson.keys.find((key) => same(key, pressed));
  const meanings = meaningsFor(device, lesson.actions);
  const [meaning, setMeaning] = useState(meanings[0][0]);
  const may = who()?.role === 'administrator';
  return (
    <li class="pressed">
      <p>
        <strong class="code">{pressed.digits && t('devices.learn.digits')}{pressed.code}</strong>
        {' '}<span class="note">{t('devices.learn.means')}</span> {meaningOf(known)}
      </p>
      <div class="row">
        <SelectField label={t('devices.learn.bind')} value={meaning} onValue={setMeaning}
          options={meanings} />
        <code class="grow">{`- ${rowOf(pressed, meaning)}`}</code>
        {may && (
          <Button onClick={() => save(device, lesson, pressed, meaning)}>
            {t('devices.learn.save')}
          </Button>
        )}
      </div>
      {!may && <p class="note">{t('devices.learn.readonly')}</p>}
    </li>
  );
}

function useLesson(device) {
  const [lesson, setLesson] = useState(null);
  const load = () => get(`/devices/${device.name}/keys`).then(setLesson);
  useEffect(() => {
    load().catch(failed);
  }, [device.name]);
  const running = Boolean(lesson?.left_s);
  useEffect(() => {
    if (!running) {
      return undefined;
    }
    const timer = setInterval(() => load().catch(() => {}), LOOK_MS);
    return () => clearInterval(timer);
  }, [running, device.name]);
  return [lesson, load];
}

export function Learn({ device }) {
  const [lesson, load] = useLesson(device);
  if (who()?.role !== 'administrator' || !lesson) {
    return null;
  }
  const order = async (seconds) => {
    await act('POST', `/devices/${device.name}/learn`, { seconds });
    await load();
  };
  const distinct = lesson.learned.filter((key, i) => !lesson.learned.slice(i + 1)
    .some((later) => same(later, key))).reverse();
  return (
    <section class="learn">
      <h3>{t('devices.test.learn')}</h3>
      <p class="note">{t('devices.learn.how')}</p>
      {lesson.left_s > 0 ? (
        <div class="row">
          <p class="grow" role="status">{t('devices.learn.now', { seconds: lesson.left_s })}</p>
          <Button onClick={() => order(0)}>{t('devices.learn.stop')}</Button>
        </div>
      ) : <Button onClick={() => order(LESSON_S)}>{t('devices.learn.start')}</Button>}
      {distinct.length > 0 && (
        <>
          <h4>{t('devices.learn.pressed')}</h4>
          <ul>
            {distinct.map((key) => (
              <Pressed key={`${key.code}${key.digits}`} device={device} lesson={lesson} pressed={key} />
            ))}
          </ul>
        </>
      )}
    </section>
  );
}
