// Gives the style sheets Mantine's mixins.
import mantine from 'postcss-preset-mantine';

export default { plugins: [mantine()] };
