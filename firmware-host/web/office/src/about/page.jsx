// about/page.jsx: the hall and the program behind these pages. The smallest page there is: it reads
// once, follows the events, and draws from parts.
import { get } from '../base/api.js';
import { useFresh } from '../base/live.js';
import { dateOf, numberOf, whenOf } from '../base/time.js';
import { both, t } from '../base/words.js';
import { Badge } from '../ui/badge.jsx';
import { Card, Loaded, PageHead } from '../ui/parts.jsx';
import { Table } from '../ui/table.jsx';

function Facts({ hall }) {
  return (
    <Card title={both(hall.name)}>
      <dl class="facts">
        <dt>{t('about.address')}</dt><dd>{both(hall.address)}</dd>
        <dt>{t('about.day')}</dt><dd>{hall.day ? dateOf(hall.day) : t('about.no_day')}</dd>
        <dt>{t('about.now')}</dt><dd>{whenOf(hall.now)}</dd>
        <dt>{t('about.taking')}</dt>
        <dd>
          {hall.taking_tickets ? <Badge kind="ok">{t('about.taking.yes')}</Badge>
            : <Badge kind="bad">{t('about.taking.no')}</Badge>}
        </dd>
      </dl>
    </Card>
  );
}

const columns = () => [
  { key: 'series', head: t('about.series'), value: (c) => c.series },
  { key: 'name', head: t('about.category'), value: (c) => both(c.name) },
  { key: 'area', head: t('about.area'), value: (c) => both(c.area) },
  { key: 'windows', head: t('about.windows'), value: (c) => c.open_windows, end: true },
  { key: 'waiting', head: t('about.waiting'), value: (c) => c.waiting, text: (c) => numberOf(c.waiting),
    end: true },
];

export default function AboutPage() {
  const fresh = useFresh(async () => {
    const [hall, queue] = await Promise.all([get('/hall'), get('/queue')]);
    return { hall, categories: queue.categories };
  }, { gap: 500 });
  return (
    <>
      <PageHead title={t('office.page.about')} />
      <Loaded fresh={fresh}>
        {({ hall, categories }) => (
          <>
            <Facts hall={hall} />
            <Card>
              <Table caption={t('about.categories')} showCaption columns={columns()}
                rows={categories} keyOf={(c) => c.code} csv="categories" />
            </Card>
          </>
        )}
      </Loaded>
    </>
  );
}
