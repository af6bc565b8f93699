// Evaluates the statements that it is given, and prints the most memory that the process had, in megabytes.
import { loadCSharp } from '../../../simulator/expressions';
import { contextOf } from './support';

void loadCSharp().then((csharp) => {
  try {
    csharp.compile(`@{ ${process.argv[2]} }`).evaluate(contextOf());
  } catch {
    // That it is refused is what the tests look at.
  }
  console.log(process.resourceUsage().maxRSS / 1024);
});
