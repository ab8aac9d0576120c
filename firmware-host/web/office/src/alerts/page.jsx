// alerts/page.jsx: all alerts: open, taken on, over; by rule; and what was done about them.
import { useState } from 'preact/hooks';
import { get } from '../base/api.js';
import { useFresh } from '../base/live.js';
import { durationOf, whenOf } from '../base/time.js';
import { both, t } from '../base/words.js';
import { Badge } from '../ui/badge.jsx';
import { Button } from '../ui/button.jsx';
import { SelectField } from '../ui/field.jsx';
import { Card, Loaded, PageHead } from '../ui/parts.jsx';
import { Table } from '../ui/table.jsx';
import { Tabs } from '../ui/tabs.jsx';
import { AcknowledgeDialog, mayAcknowledge } from './list.jsx';

const STATES = ['open', 'acknowledged', 'ended'];
const LASTS = (one) => (Date.parse(one.ended) - Date.parse(one.since)) / 1000;

function columnsOf(state, onTake) {
  const columns = [
    { key: 'title', head: t('alert.page.title'), value: (one) => both(one.title),
      cell: (one) => <Badge kind={one.weight}>{both(one.title)}</Badge> },
    { key: 'says', head: t('alert.page.says'), value: (one) => both(one.says) },
    { key: 'since', head: t('alert.page.since'), value: (one) => one.since,
      text: (one) => whenOf(one.since) },
  ];
  if (state === 'ended') {
    columns.push({ key: 'lasted', head: t('alert.page.lasted'), value: LASTS, end: true,
      text: (one) => durationOf(LASTS(one)) });
  }
  if (state !== 'open') {
    columns.push({ key: 'by', head: t('alert.page.by'), value: (one) => one.by || '' },
      { key: 'note', head: t('alert.page.note'), value: (one) => one.note || '' });
  } else {
    columns.push({ key: 'next', head: t('alert.page.next'), value: (one) => both(one.next) });
    if (mayAcknowledge()) {
      columns.push({ key: 'take', head: t('alert.page.take'), cell: (one) => one.record && (
        <Button aria-label={`${t('alert.page.take')} ${both(one.says)}`}
          onClick={() => onTake(one)}>{t('alert.page.take')}</Button>
      ) });
    }
  }
  return columns;
}

function RuleField({ rules, value, onValue }) {
  return <SelectField label={t('alert.page.rule')} value={value} onValue={onValue}
    options={[['', t('alert.page.any')], ...rules.map((one) => [one.rule, both(one.title)])]} />;
}

export default function AlertsPage() {
  const [state, setState] = useState('open');
  const [rule, setRule] = useState('');
  const [before, setBefore] = useState([]);
  const [taken, setTaken] = useState(null);
  const rules = useFresh(() => get('/alerts/rules'), { when: () => false });
  const fresh = useFresh(() => get('/alerts', { state, rule, before: before[before.length - 1] }),
    { when: (e) => e.kind.startsWith('office_alert'), keys: [state, rule, before] });
  const look = (set) => (value) => { setBefore([]); set(value); };
  return (
    <>
      <PageHead title={t('office.page.alerts')} note={t('alert.page.text')}>
        <RuleField rules={rules.data?.rules || []} value={rule} onValue={look(setRule)} />
      </PageHead>
      <Card>
        <Tabs label={t('office.page.alerts')} value={state} onValue={look(setState)}
          tabs={STATES.map((one) => [one, t(`alert.page.${one}`)])}>
          <Loaded fresh={fresh}>
            {(data) => (
              <>
                <Table caption={t(`alert.page.${state}`)} columns={columnsOf(state, setTaken)}
                  rows={data.alerts} keyOf={(one) => one.record ?? one.rule + one.object}
                  csv={`alerts-${state}`} empty={t('alert.page.none')} />
                <div class="row">
                  {before.length > 0 && <Button onClick={() => setBefore(before.slice(0, -1))}>
                    {t('office.pager.back')}</Button>}
                  {data.more && <Button onClick={() => setBefore([...before,
                    data.alerts[data.alerts.length - 1].record])}>{t('office.pager.on')}</Button>}
                </div>
              </>
            )}
          </Loaded>
        </Tabs>
      </Card>
      {taken && <AcknowledgeDialog alert={taken} onClose={() => setTaken(null)} />}
    </>
  );
}
