// language.jsx: the switch names the other language in that language.
import { useStore } from '../base/store.js';
import { language } from '../base/words.js';

export function LanguageButton() {
  const code = useStore(language);
  const other = code === 'en' ? 'zh' : 'en';
  return (
    <button type="button" class="button quiet" lang={other === 'zh' ? 'zh-CN' : 'en'}
      onClick={() => language.set(other)}>
      {other === 'zh' ? '中文' : 'English'}
    </button>
  );
}
