// choices.jsx: one of a few, as large rows: arrow keys and the digits 1 … 9 choose.
//
//   <Choices label="结果" value={value} onValue={setValue} first
//     options={[['done', '办结', '当场办完'], …]} />
import { useId } from 'preact/hooks';
import { Keys } from './button.jsx';

export function Choices({ label, options, value, onValue, first = false }) {
  const id = useId();
  const onKey = (event) => {
    const option = /^[1-9]$/.test(event.key) && options[Number(event.key) - 1];
    if (option && !event.ctrlKey && !event.altKey && !event.metaKey) {
      event.preventDefault();
      onValue(option[0]);
      document.getElementById(`${id}-${option[0]}`)?.focus();
    }
  };
  return (
    <fieldset class="choices" onKeyDown={onKey}>
      <legend>{label}</legend>
      {options.map(([key, text, note], index) => (
        <label key={key} class={key === value ? 'chosen' : ''}>
          <input type="radio" name={id} id={`${id}-${key}`} value={key} checked={key === value}
            data-first={(first && key === value) || undefined} onChange={() => onValue(key)} />
          <span class="grow">{text}{note && <small>{note}</small>}</span>
          <Keys>{String(index + 1)}</Keys>
        </label>
      ))}
    </fieldset>
  );
}
