// Mantine in our colours: its components take the palette of theme.css.

import {
  createTheme,
  defaultVariantColorsResolver,
  type CSSVariablesResolver,
  type MantineColorsTuple,
  type VariantColorsResolver,
} from '@mantine/core';

const green: MantineColorsTuple = [
  '#eaf4ee',
  '#d3e7dc',
  '#a9d3bd',
  '#7bbd9b',
  '#52a37c',
  '#318763',
  '#0b5d44',
  '#084f39',
  '#063e2d',
  '#042e21',
];

/** Warm greys for light surfaces. */
const gray: MantineColorsTuple = [
  '#f7f5ef',
  '#efece3',
  '#e3dfd3',
  '#d3cfc2',
  '#b9b6a9',
  '#8a8f84',
  '#646d66',
  '#4b564f',
  '#333c36',
  '#1a211d',
];

/** Greenish greys for dark surfaces. */
const dark: MantineColorsTuple = [
  '#e8ece6',
  '#b3bdb5',
  '#93a097',
  '#6c786f',
  '#3b4640',
  '#27302b',
  '#1c2420',
  '#161c19',
  '#0f1412',
  '#0b0f0d',
];

/** Buttons in our accent, with the text that is readable on it in light and in dark. */
const variants: VariantColorsResolver = (input) => {
  const colours = defaultVariantColorsResolver(input);
  if (input.color !== undefined && input.color !== 'green') {
    return input.variant === 'filled' ? { ...colours, color: 'var(--surface)' } : colours;
  }
  switch (input.variant) {
    case 'filled':
      return {
        background: 'var(--accent)',
        hover: 'var(--accent-strong)',
        color: 'var(--on-accent)',
        border: '1px solid transparent',
      };
    case 'light':
      return { ...colours, background: 'var(--accent-soft)', color: 'var(--accent)' };
    case 'subtle':
      return { ...colours, hover: 'var(--accent-soft)', color: 'var(--accent)' };
    default:
      return colours;
  }
};

/** The head of a dialog is no banner of the page. */
const quietHeader = { defaultProps: { attributes: { header: { role: 'presentation' } } } };

export const theme = createTheme({
  fontFamily: 'var(--sans)',
  fontFamilyMonospace: 'var(--mono)',
  headings: { fontFamily: 'var(--serif)', fontWeight: '500' },
  primaryColor: 'green',
  primaryShade: { light: 6, dark: 3 },
  variantColorResolver: variants,
  components: { Modal: quietHeader, Drawer: quietHeader },
  colors: { green, gray, dark },
  defaultRadius: 6,
  cursorType: 'pointer',
  respectReducedMotion: true,
  fontSizes: { xs: '0.8125rem', sm: '0.9063rem', md: '1rem' },
});

/** Surfaces, texts and borders of Mantine, by the names of our palette. */
export const cssVariables: CSSVariablesResolver = () => {
  const shared = {
    '--mantine-color-body': 'var(--surface)',
    '--mantine-color-text': 'var(--ink)',
    '--mantine-color-dimmed': 'var(--ink-3)',
    '--mantine-color-placeholder': 'var(--ink-3)',
    '--mantine-color-default': 'var(--surface)',
    '--mantine-color-default-hover': 'var(--hover)',
    '--mantine-color-default-color': 'var(--ink)',
    '--mantine-color-default-border': 'var(--line)',
    '--mantine-color-anchor': 'var(--accent)',
    '--mantine-color-error': 'var(--warn)',
    '--mantine-color-disabled': 'var(--sunken)',
    '--mantine-color-disabled-color': 'var(--ink-3)',
    '--mantine-primary-color-filled': 'var(--accent)',
    '--mantine-primary-color-filled-hover': 'var(--accent-strong)',
    '--mantine-primary-color-contrast': 'var(--on-accent)',
    '--input-bd': 'var(--line-strong)',
  };
  return { variables: {}, light: shared, dark: shared };
};
