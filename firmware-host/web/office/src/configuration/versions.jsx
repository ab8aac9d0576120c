// configuration/versions.jsx: every version: who, when, why, what changed; and the way back.
import { useState } from 'preact/hooks';
import { get } from '../base/api.js';
import { useFresh } from '../base/live.js';
import { go } from '../base/route.js';
import { who } from '../base/session.js';
import { whenOf } from '../base/time.js';
import { t } from '../base/words.js';
import { Badge } from '../ui/badge.jsx';
import { Button } from '../ui/button.jsx';
import { Dialog } from '../ui/dialog.jsx';
import { SelectField } from '../ui/field.jsx';
import { Card, Loaded } from '../ui/parts.jsx';
import { Table } from '../ui/table.jsx';
import { Changes } from './save.jsx';

const whoOf = (version) => version.actor || t('configuration.versions.who.hand');
const whyOf = (version) => (version.restored
  ? `${t('configuration.versions.restored', { number: version.restored })}: ${version.reason}`
  : version.reason);

const columns = (mark) => [
  { key: 'number', head: t('configuration.versions.number'), value: (v) => v.number,
    cell: (v) => (
      <span class="version">{v.number}
        {v.mark === mark && <Badge kind="ok">{t('configuration.versions.current')}</Badge>}</span>
    ) },
  { key: 'at', head: t('configuration.versions.at'), value: (v) => v.at, text: (v) => whenOf(v.at) },
  { key: 'who', head: t('configuration.versions.who'), value: whoOf },
  { key: 'why', head: t('configuration.versions.why'), value: whyOf },
  { key: 'changes', head: t('configuration.versions.count'), value: (v) => v.changes, end: true },
];

function VersionDialog({ version, before, current, onClose, save }) {
  const [against, setAgainst] = useState(before ? 'before' : 'now');
  const fresh = useFresh(() => get(`/configuration/versions/${version.number}`,
    { against: against === 'before' ? before.number : '' }), { when: () => false,
    keys: [version.number, against] });
  const may = who()?.role === 'administrator' && !current;
  return (
    <Dialog wide onClose={onClose} title={t('configuration.versions.title', { number: version.number })}
      foot={may && (
        <Button kind="primary" onClick={() => { onClose(); save.openVersion(version.number); }}>
          {t('configuration.versions.restore')}
        </Button>
      )}>
      <dl class="facts">
        <dt>{t('configuration.versions.who')}</dt><dd>{whoOf(version)}</dd>
        <dt>{t('configuration.versions.at')}</dt><dd>{whenOf(version.at)}</dd>
        <dt>{t('configuration.versions.why')}</dt><dd>{whyOf(version) || '–'}</dd>
      </dl>
      <SelectField label={t('configuration.versions.against')} value={against} onValue={setAgainst}
        options={[...(before ? [['before', t('configuration.versions.against.before')]] : []),
          ['now', t('configuration.versions.against.now')]]} />
      <Loaded fresh={fresh}>
        {(data) => (data.differs ? <Changes values={data.values} differs={data.differs} />
          : <p class="note">{t('configuration.versions.same')}</p>)}
      </Loaded>
    </Dialog>
  );
}

export function Versions({ whole, open, save }) {
  const fresh = useFresh(() => get('/configuration/versions'), { when: () => false, keys: [whole.mark] });
  return (
    <Card>
      <Loaded fresh={fresh}>
        {({ versions, mark }) => {
          const at = versions.findIndex((v) => String(v.number) === open);
          return (
            <>
              <Table caption={t('configuration.versions')} columns={columns(mark)} rows={versions}
                keyOf={(v) => v.number} csv="versions" empty={t('configuration.versions.none')}
                onOpen={(v) => go('configuration', 'versions', v.number)} />
              {at >= 0 && (
                <VersionDialog version={versions[at]} before={versions[at + 1]} save={save}
                  current={versions[at].mark === mark} onClose={() => go('configuration', 'versions')} />
              )}
            </>
          );
        }}
      </Loaded>
    </Card>
  );
}
