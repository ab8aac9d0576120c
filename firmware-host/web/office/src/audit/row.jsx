// audit/row.jsx: one entry of the record whole, as it was written.
import { timeWithSeconds, dateOf, numberOf } from '../base/time.js';
import { t } from '../base/words.js';
import { Badge } from '../ui/badge.jsx';
import { Button } from '../ui/button.jsx';
import { Dialog } from '../ui/dialog.jsx';
import { actorOf, kindOf } from './words.js';

const written = (value) => (typeof value === 'object' ? JSON.stringify(value) : String(value));

export function RowDialog({ row, onClose }) {
  const facts = [
    [t('audit.time'), `${dateOf(row.at)} ${timeWithSeconds(row.at)}`],
    [t('audit.seq'), numberOf(row.seq)],
    [t('audit.actor'), `${actorOf(row.actor)} (${row.actor})`],
    [t('audit.source'), row.source || '–'],
    ...(row.ticket > 0 ? [[t('audit.ticket'), row.ticket]] : []),
    ...(row.window > 0 ? [[t('audit.window'), row.window]] : []),
  ];
  return (
    <Dialog title={kindOf(row.kind)} onClose={onClose} wide
      foot={<Button kind="primary" data-first onClick={onClose}>{t('office.close')}</Button>}>
      <dl class="facts">
        {facts.map(([name, value]) => [<dt key={name}>{name}</dt>, <dd key={`${name}=`}>{value}</dd>])}
      </dl>
      <h3 class="audit-written">{t('audit.written')}</h3>
      <dl class="facts audit-body">
        <dt>kind</dt><dd>{row.kind}</dd>
        {Object.entries(row.body).filter(([, value]) => value !== '').map(([key, value]) => [
          <dt key={key}>{key}</dt>, <dd key={`${key}=`}>{written(value)}</dd>])}
      </dl>
      {row.withheld && <p class="audit-withheld"><Badge kind="info">{t('audit.withheld')}</Badge></p>}
    </Dialog>
  );
}
