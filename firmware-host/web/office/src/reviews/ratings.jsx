// reviews/ratings.jsx: every review, good ones too, with what the visitor ticked and wrote.
import { get } from '../base/api.js';
import { useFresh } from '../base/live.js';
import { goQuietly } from '../base/route.js';
import { whenOf } from '../base/time.js';
import { t } from '../base/words.js';
import { Card, Loaded } from '../ui/parts.jsx';
import { Table } from '../ui/table.jsx';
import { MoreButton } from './files.jsx';
import { Filters, thisMonth } from './filters.jsx';
import { Doubts, LevelBadge, Tags, nameOf } from './marks.jsx';

const FIELDS = ['from', 'to', 'level', 'rating', 'department', 'window', 'with_text', 'flagged'];

const said = (rating) => [...rating.tags.map((tag) => nameOf(tag)), rating.text].filter(Boolean)
  .join(' · ');

const columns = () => [
  { key: 'number', head: t('review.number'), value: (r) => r.number },
  { key: 'at', head: t('review.at'), value: (r) => r.at, text: (r) => whenOf(r.at) },
  { key: 'level', head: t('review.level'), value: (r) => r.level,
    text: (r) => t(`review.level.${r.level}`), cell: (r) => <LevelBadge level={r.level} /> },
  { key: 'rating', head: t('review.rating'), value: (r) => t(`review.rating.${r.rating}`),
    hint: t('review.rating.hint') },
  { key: 'said', head: t('review.said'), value: said,
    cell: (r) => <><Tags tags={r.tags} />{r.text && <p class="reviews-words">{r.text}</p>}</> },
  { key: 'item', head: t('review.item'), value: (r) => nameOf(r.item) },
  { key: 'window', head: t('review.window'), value: (r) => r.window, end: true },
  { key: 'clerk', head: t('review.clerk'), value: (r) => nameOf(r.clerk) },
  { key: 'doubts', head: t('review.doubts'), value: (r) => r.doubts.length,
    text: (r) => r.doubts.map((doubt) => t(`review.doubt.${doubt}`)).join(' '),
    hint: t('review.doubts.hint'), cell: (r) => <Doubts doubts={r.doubts} /> },
];

export function RatingList({ query: given }) {
  const query = { ...thisMonth(), ...given };
  const fresh = useFresh(() => get('/ratings', query),
    { when: (event) => event.kind === 'ticket_rated', gap: 500, keys: [JSON.stringify(query)] });
  const change = (next) => goQuietly('reviews', 'ratings', next);
  return (
    <Card>
      <Filters fields={FIELDS} query={query} onChange={change} />
      <Loaded fresh={fresh}>
        {(data) => (
          <>
            <Table caption={t('review.tab.ratings')} columns={columns()} rows={data.ratings}
              keyOf={(r) => r.id} csv="ratings" empty={t('review.ratings.empty')} />
            <MoreButton next={data.next} query={query} onChange={change} />
          </>
        )}
      </Loaded>
    </Card>
  );
}
