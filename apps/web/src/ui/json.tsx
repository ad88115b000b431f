// Raw JSON as a tree; a chunk of its own, for most visits never look at it.

import { allExpanded, JsonView } from 'react-json-view-lite';
import classes from './json.module.css';

const name = (part: string): string => classes[part] ?? '';

const style = {
  container: name('tree'),
  basicChildStyle: name('child'),
  childFieldsContainer: name('children'),
  label: name('label'),
  clickableLabel: name('label'),
  nullValue: name('other'),
  undefinedValue: name('other'),
  stringValue: name('text'),
  booleanValue: name('other'),
  numberValue: name('number'),
  otherValue: name('other'),
  punctuation: name('punctuation'),
  collapseIcon: name('collapse'),
  expandIcon: name('expand'),
  collapsedContent: name('collapsed'),
  noQuotesForStringValues: false,
  quotesForFieldNames: false,
  stringifyStringValues: false,
  ariaLables: { collapseJson: 'Collapse', expandJson: 'Expand' },
};

export default function Json({ value, label }: { readonly value: object; readonly label: string }) {
  return (
    <div className={classes['box']}>
      <JsonView data={value} aria-label={label} style={style} shouldExpandNode={allExpanded} />
    </div>
  );
}
