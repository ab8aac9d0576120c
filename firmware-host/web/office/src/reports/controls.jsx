// controls.jsx: what a report is asked: period, axis, filters, columns. All of it stands in the
// address, so a link shows the same report, and an export is what is on the screen.
import { useState } from 'preact/hooks';
import { both, t } from '../base/words.js';
import { Button } from '../ui/button.jsx';
import { Dialog } from '../ui/dialog.jsx';
import { CheckField, SelectField, TextField } from '../ui/field.jsx';
import { periods } from './period.js';

export function PeriodChooser({ span, onChange }) {
  return (
    <>
      <SelectField label={t('reports.period')} value={span.period}
        onValue={(period) => onChange(period === 'free'
          ? { period, from: span.from, to: span.to } : { period, from: '', to: '' })}
        options={periods.map((period) => [period, t(`reports.period.${period}`)])} />
      {span.period === 'free' && (
        <>
          <TextField label={t('reports.from')} type="date" value={span.from} max={span.to}
            onValue={(from) => onChange({ from })} />
          <TextField label={t('reports.to')} type="date" value={span.to} min={span.from}
            onValue={(to) => onChange({ to })} />
        </>
      )}
    </>
  );
}

// What each filter can be: [[code, words]], from the hall's own lists.
export function choicesOf({ items, windows }) {
  const clerks = new Map();
  for (const window of windows.windows) {
    if (window.clerk) {
      clerks.set(window.clerk, window.clerk);
    }
  }
  return {
    department: items.departments.map((one) => [one.code, both(one.name)]),
    category: items.categories.map((one) => [one.code, both(one.name)]),
    item: items.items.map((one) => [one.code, both(one.name)]),
    window: windows.windows.map((one) => [String(one.number), `${one.number} ${both(one.name)}`]),
    clerk: [...clerks.entries()],
  };
}

export function Filters({ report, query, choices, onChange }) {
  return report.filters.map((filter) => (
    <SelectField key={filter} label={t(`report.filter.${filter}`)} value={query[filter] || ''}
      onValue={(value) => onChange({ [filter]: value })}
      options={[['', t('reports.any')], ...choices[filter]]} />
  ));
}

export function AxisChooser({ report, query, onChange }) {
  if (report.axes.length === 0) {
    return null;
  }
  return (
    <SelectField label={t('reports.by')} value={query.by || report.by}
      onValue={(by) => onChange({ by: by === report.by ? '' : by, sort: '', columns: '' })}
      options={report.axes.map((axis) => [axis, t(`report.axis.${axis}`)])} />
  );
}

// `columns` are all that the report has there; `shown` the keys that are shown now.
export function ColumnChooser({ columns, shown, onChange }) {
  const [open, setOpen] = useState(false);
  const [picked, setPicked] = useState(shown);
  const toggle = (key) => (on) => setPicked(columns.map((column) => column.key)
    .filter((one) => (one === key ? on : picked.includes(one))));
  const submit = () => {
    setOpen(false);
    onChange({ columns: picked.length === columns.length ? '' : picked.join(',') });
  };
  return (
    <>
      <Button onClick={() => { setPicked(shown); setOpen(true); }}>{t('reports.columns')}</Button>
      {open && (
        <Dialog title={t('reports.columns.title')} onClose={() => setOpen(false)} onSubmit={submit}
          foot={(
            <>
              <Button onClick={() => setPicked(columns.map((column) => column.key))}>
                {t('reports.columns.all')}
              </Button>
              <button type="submit" class="button primary" disabled={picked.length === 0}>
                {t('reports.columns.show')}
              </button>
            </>
          )}>
          {columns.map((column) => (
            <CheckField key={column.key} label={both(column.title)}
              value={picked.includes(column.key)} onValue={toggle(column.key)} />
          ))}
        </Dialog>
      )}
    </>
  );
}
