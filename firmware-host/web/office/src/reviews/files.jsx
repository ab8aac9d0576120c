// reviews/files.jsx: the files of bad reviews: what is open, what is late; one row opens its file.
import { get } from '../base/api.js';
import { useFresh } from '../base/live.js';
import { go, goQuietly } from '../base/route.js';
import { numberOf, whenOf } from '../base/time.js';
import { t } from '../base/words.js';
import { Button } from '../ui/button.jsx';
import { Card, Loaded } from '../ui/parts.jsx';
import { Table } from '../ui/table.jsx';
import { Filters } from './filters.jsx';
import { AppealBadge, Doubts, DueBadge, LevelBadge, StateBadge, nameOf } from './marks.jsx';

const FIELDS = ['state', 'level', 'department', 'window', 'from', 'to', 'overdue', 'flagged'];

const columns = (today) => [
  { key: 'number', head: t('review.number'), value: (f) => f.number },
  { key: 'opened', head: t('review.opened'), value: (f) => f.opened, text: (f) => whenOf(f.opened) },
  { key: 'level', head: t('review.level'), value: (f) => f.level,
    text: (f) => t(`review.level.${f.level}`), cell: (f) => <LevelBadge level={f.level} /> },
  { key: 'item', head: t('review.item'), value: (f) => nameOf(f.item) },
  { key: 'department', head: t('review.department'), value: (f) => nameOf(f.department) },
  { key: 'window', head: t('review.window'), value: (f) => f.window, end: true },
  { key: 'state', head: t('review.state'), value: (f) => t(`review.state.${f.state}`),
    cell: (f) => <><StateBadge file={f} /><AppealBadge file={f} /></> },
  { key: 'due', head: t('review.due'), value: (f) => f.due,
    hint: t('review.due.hint'), cell: (f) => <DueBadge file={f} today={today} /> },
  { key: 'to', head: t('review.to'), value: (f) => f.to || t('review.to.managers') },
  { key: 'doubts', head: t('review.doubts'), value: (f) => f.doubts.length,
    text: (f) => f.doubts.map((doubt) => t(`review.doubt.${doubt}`)).join(' '),
    hint: t('review.doubts.hint'), cell: (f) => <Doubts doubts={f.doubts} /> },
];

export function FileList({ query: given }) {
  const query = { state: 'open', ...given };
  const fresh = useFresh(() => get('/reviews', query),
    { when: (event) => event.kind.startsWith('office_review'), keys: [JSON.stringify(query)] });
  const change = (next) => goQuietly('reviews', 'files', next);
  return (
    <Card>
      <Filters fields={FIELDS} query={query} onChange={change} />
      <Loaded fresh={fresh}>
        {(data) => (
          <>
            <p class="reviews-sum" role="status">
              {t('review.sum', { total: numberOf(data.total), open: numberOf(data.open) })}{' '}
              <strong class={data.overdue > 0 ? 'bad' : ''}>
                {t('review.sum.overdue', { overdue: numberOf(data.overdue) })}
              </strong>
            </p>
            <Table caption={t('review.tab.files')} columns={columns(data.today)} rows={data.reviews}
              keyOf={(f) => f.id} csv="reviews" empty={t('review.empty')}
              rowClass={(f) => (f.overdue ? 'reviews-late' : '')} onOpen={(f) => go('reviews', f.id)} />
            <MoreButton next={data.next} query={query} onChange={change} />
          </>
        )}
      </Loaded>
    </Card>
  );
}

// The next page takes the place of this one; the way back is the first page.
export function MoreButton({ next, query, onChange }) {
  return (
    <div class="row reviews-more no-print">
      {query.before && (
        <Button onClick={() => onChange({ ...query, before: undefined })}>{t('review.newest')}</Button>
      )}
      {next && (
        <Button onClick={() => onChange({ ...query, before: next })}>{t('review.older')}</Button>
      )}
    </div>
  );
}
