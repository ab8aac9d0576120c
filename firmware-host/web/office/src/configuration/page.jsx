// configuration/page.jsx: the whole configuration: every value with its origin, changed in place or in
// the text, checked as `hallqd --check` would, saved as a version, and gone back from.
import { useMemo } from 'preact/hooks';
import { get } from '../base/api.js';
import { useFresh } from '../base/live.js';
import { goQuietly, href } from '../base/route.js';
import { useStore } from '../base/store.js';
import { whenOf } from '../base/time.js';
import { t } from '../base/words.js';
import { Badge, Banner } from '../ui/badge.jsx';
import { Button } from '../ui/button.jsx';
import { Loaded, PageHead } from '../ui/parts.jsx';
import { Tabs } from '../ui/tabs.jsx';
import { changes, discardAll } from './changes.js';
import { SaveDialog, useSave } from './save.jsx';
import { Text } from './text.jsx';
import { Values } from './values.jsx';
import { Versions } from './versions.jsx';

const TABS = ['values', 'text', 'versions'];
const FORCE_KIND = { running: 'ok', reload: 'warn', restart: 'warn', tickets: 'warn', broken: 'bad' };

function Head({ whole }) {
  const { version } = whole;
  const note = version ? t('configuration.version', { number: version.number,
    who: version.actor || t('configuration.versions.who.hand'), when: whenOf(version.at) })
    : t('configuration.version.none');
  return (
    <PageHead title={t('office.page.configuration')}
      note={`${note} · ${t('configuration.folder', { folder: whole.folder })}`}>
      {whole.force === 'running' && (
        <Badge kind="ok">{t('configuration.force.running')}</Badge>
      )}
    </PageHead>
  );
}

function Standing({ whole }) {
  return (
    <>
      {!whole.writable && (
        <Banner kind="warn">
          {t(`configuration.why_not.${whole.why_not}`, { folder: whole.folder })}
        </Banner>
      )}
      {whole.force !== 'running' && (
        <Banner kind={FORCE_KIND[whole.force]}>{t(`configuration.force.${whole.force}`)}</Banner>
      )}
    </>
  );
}

function Pending({ save }) {
  const pending = useStore(changes);
  if (pending.size === 0) {
    return null;
  }
  return (
    <div class="pending no-print" role="region" aria-label={t('configuration.pending', { count: pending.size })}>
      <p class="grow">{t('configuration.pending', { count: pending.size })}</p>
      <Button onClick={discardAll}>{t('configuration.discard')}</Button>
      <Button kind="primary" onClick={() => save.openValues()}>{t('configuration.review')}</Button>
    </div>
  );
}

export default function ConfigurationPage({ route }) {
  const fresh = useFresh(() => get('/configuration'), {
    when: (e) => ['office_site_saved', 'site_adopted'].includes(e.kind), gap: 400 });
  const save = useSave(fresh.reload);
  const tab = TABS.includes(route.rest[0]) ? route.rest[0] : 'values';
  const tabs = useMemo(() => TABS.map((key) => [key, t(`configuration.tab.${key}`)]), [fresh.data]);
  return (
    <Loaded fresh={fresh}>
      {(whole) => (
        <>
          <Head whole={whole} />
          <Standing whole={whole} />
          <Tabs label={t('office.page.configuration')} value={tab} tabs={tabs}
            onValue={(key) => { location.hash = href('configuration', key); }}>
            {tab === 'values' && (
              <Values whole={whole} query={route.query}
                onQuery={(query) => goQuietly('configuration', 'values', query)} />
            )}
            {tab === 'text' && <Text whole={whole} query={route.query} save={save} />}
            {tab === 'versions' && <Versions whole={whole} open={route.rest[1]} save={save} />}
          </Tabs>
          {tab === 'values' && <Pending save={save} />}
          {save.open && <SaveDialog whole={whole} save={save} />}
        </>
      )}
    </Loaded>
  );
}
