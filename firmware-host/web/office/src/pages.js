// pages.js: the table of all staff pages.
//
// A new page is one file and one row. The file (src/NAME/page.jsx) exports a Preact component as
// default:
//
//   import { get } from '../base/api.js';            // act() to change something
//   import { useFresh } from '../base/live.js';      // loaded anew when events come
//   import { t } from '../base/words.js';
//   import { Loaded, PageHead } from '../ui/parts.jsx';
//
//   export default function Page({ route }) {        // route: { path, rest, query } of the address
//     const fresh = useFresh(() => get('/alerts'), { when: (e) => e.kind.startsWith('office_alert') });
//     return (
//       <>
//         <PageHead title={t('office.page.alerts')} />
//         <Loaded fresh={fresh}>{(data) => …}</Loaded>
//       </>
//     );
//   }
//
// The row: `path` is the address (#/alerts) and the title's key office.page.PATH, which stands in
// the concern's own file in config/lang; `roles` are who sees it (the server enforces, this only
// hides); `group` is its heading in the navigation; `words` the concerns that are loaded before it is
// drawn; `load` its chunk. The first
// page of the first group is where one lands. A page's styles are *.css files beside it: build.mjs finds them; begin each selector with the page's class.
// Parts to build from are in src/ui, each explained at its head; src/about is a small page to read.
//
// Roles: kiosk, board, clerk, manager, auditor, administrator.
const MANAGING = ['manager', 'administrator'];
const READING = ['manager', 'auditor'];

export const pages = [
  { path: 'clerk', roles: ['clerk', 'manager'], group: 'counter', words: ['clerk'], load: () => import('./clerk/page.jsx') },
  { path: 'live', roles: READING, group: 'hall', words: ['live', 'alert'], load: () => import('./live/page.jsx') },
  { path: 'alerts', roles: READING, group: 'hall', words: ['live', 'alert'], load: () => import('./alerts/page.jsx') },
  { path: 'reviews', roles: ['clerk', ...READING], group: 'hall', words: ['review'], load: () => import('./reviews/page.jsx') },
  { path: 'cases', roles: ['clerk', ...READING], group: 'hall', words: ['case'], load: () => import('./cases/page.jsx') },
  { path: 'reports', roles: READING, group: 'figures', words: ['reports', 'report'], load: () => import('./reports/page.jsx') },
  { path: 'devices', roles: [...MANAGING, 'auditor'], group: 'system', words: ['devices'], load: () => import('./devices/page.jsx') },
  { path: 'configuration', roles: [...MANAGING, 'auditor'], group: 'system', words: ['configuration'], load: () => import('./configuration/page.jsx') },
  { path: 'accounts', roles: [...MANAGING, 'auditor'], group: 'system', words: ['account'], load: () => import('./accounts/page.jsx') },
  { path: 'audit', roles: READING, group: 'system', words: ['audit', 'report', 'account'], load: () => import('./audit/page.jsx') },
  { path: 'about', roles: ['clerk', ...MANAGING, 'auditor'], group: 'system', words: ['about'], load: () => import('./about/page.jsx') },
];

// Headings of the navigation in their order; office.group.NAME.
export const groups = ['counter', 'hall', 'figures', 'system'];

// A role's pages in the order of the navigation.
export const pagesFor = (role) => groups.flatMap((group) => pages.filter((page) =>
  page.group === group && page.roles.includes(role)));
