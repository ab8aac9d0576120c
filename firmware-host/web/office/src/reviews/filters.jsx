// reviews/filters.jsx: what is looked at: the same fields for files, reviews and figures.
import { useEffect, useState } from 'preact/hooks';
import { get } from '../base/api.js';
import { hallClock } from '../base/time.js';
import { both, t } from '../base/words.js';
import { CheckField, SelectField, TextField } from '../ui/field.jsx';

export const LEVELS = [5, 4, 3, 2, 1];

// The first of this month, and today, by the hall's clock.
export function thisMonth() {
  const today = hallClock().slice(0, 10);
  return { from: `${today.slice(0, 8)}01`, to: today };
}

function useDepartments() {
  const [departments, setDepartments] = useState([]);
  useEffect(() => {
    get('/items').then((all) => setDepartments(all.departments)).catch(() => {});
  }, []);
  return departments;
}

const optionsOf = {
  state: () => ['open', 'assigned', 'verified', 'handled', 'called', 'closed', 'all']
    .map((state) => [state, t(`review.state.${state}`)]),
  level: () => [['', t('review.all')], ...LEVELS.map((level) => [level, t(`review.level.${level}`)])],
  rating: () => [['', t('review.all')], ...['active', 'default']
    .map((kind) => [kind, t(`review.rating.${kind}`)])],
  by: () => ['department', 'window', 'clerk', 'item'].map((by) => [by, t(`review.by.${by}`)]),
};

// `fields` names what is shown: from, to, state, level, department, window, rating, by, overdue,
// flagged, with_text.
export function Filters({ fields, query, onChange }) {
  const departments = useDepartments();
  const set = (key) => (value) => onChange({ ...query, [key]: value || undefined, before: undefined });
  const check = (key) => (value) => set(key)(value ? '1' : '');
  const drawn = {
    department: () => (
      <SelectField key="department" label={t('review.department')} value={query.department || ''}
        onValue={set('department')}
        options={[['', t('review.all')], ...departments.map((d) => [d.code, both(d.name)])]} />
    ),
    window: () => (
      <TextField key="window" label={t('review.window')} value={query.window || ''} class="reviews-short"
        onValue={(value) => set('window')(value.replace(/\D/g, ''))} inputMode="numeric" />
    ),
  };
  ['from', 'to'].forEach((key) => {
    drawn[key] = () => (
      <TextField key={key} label={t(key === 'to' ? 'review.until' : 'review.from')} type="date" value={query[key] || ''}
        onValue={set(key)} />
    );
  });
  Object.keys(optionsOf).forEach((key) => {
    drawn[key] = () => (
      <SelectField key={key} label={t(`review.${key}`)} value={query[key] || ''} onValue={set(key)}
        options={optionsOf[key]()} />
    );
  });
  ['overdue', 'flagged', 'with_text'].forEach((key) => {
    drawn[key] = () => (
      <CheckField key={key} label={t(`review.only.${key}`)} value={query[key] === '1'}
        onValue={check(key)} />
    );
  });
  return (
    <div class="row reviews-filters no-print" role="search" aria-label={t('review.filters')}>
      {fields.map((field) => drawn[field]())}
    </div>
  );
}
