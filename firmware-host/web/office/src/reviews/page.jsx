// reviews/page.jsx: what visitors thought: the files of bad reviews, all reviews, and the figures.
import { go } from '../base/route.js';
import { who } from '../base/session.js';
import { t } from '../base/words.js';
import { PageHead } from '../ui/parts.jsx';
import { Tabs } from '../ui/tabs.jsx';
import { FigureList } from './figures.jsx';
import { FileList } from './files.jsx';
import { ReviewFile } from './file.jsx';
import { RatingList } from './ratings.jsx';

const TABS = { files: FileList, ratings: RatingList, figures: FigureList };

export default function ReviewsPage({ route }) {
  const [first] = route.rest;
  if (/^\d+$/.test(first || '')) {
    return <ReviewFile key={first} id={first} />;
  }
  // Whoever serves sees the files that are assigned to him, and nothing of who rated what.
  const serves = who().role === 'clerk';
  const tab = TABS[first] && !serves ? first : 'files';
  const Shown = TABS[tab];
  return (
    <div class="reviews">
      <PageHead title={t('office.page.reviews')} note={t(serves ? 'review.note.assigned' : 'review.note')} />
      <Tabs label={t('review.tabs')} value={tab} onValue={(to) => go('reviews', to)}
        tabs={Object.keys(TABS).slice(0, serves ? 1 : undefined).map((key) => [key, t(`review.tab.${key}`)])}>
        <Shown query={route.query} />
      </Tabs>
    </div>
  );
}
