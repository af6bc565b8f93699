/** A program in C# that runs the cases and prints the number and the result of each. */
export function program(functions: readonly string[], calls: readonly string[]): string {
  return [HOST, ...functions, '}', 'static class Program {', MAIN, ...calls, '} }', ''].join('\n');
}

/** The start of the program, in which each case becomes a method of the class `Cases`. */
const HOST = String.raw`
using System; using System.Collections; using System.Collections.Generic; using System.Globalization; using System.Linq;
using System.Net; using System.Text; using System.Text.RegularExpressions; using System.Threading; using System.Xml.Linq;
using Newtonsoft.Json; using Newtonsoft.Json.Linq;

static class Host {
  public static string Quoted(string text) {
    var result = new StringBuilder();
    foreach (var c in text) result.Append(c < ' ' || c > '~' || c == '\\' ? "\\u" + ((int)c).ToString("x4") : c.ToString());
    return result.ToString();
  }

  public static string Text(object value) {
    if (value == null) return "null";
    var name = value.GetType().Name;
    if (value is string) return "String " + Quoted((string)value);
    if (value is char) return "Char " + Quoted(value.ToString());
    if (value is double && double.IsNaN((double)value)) return "Double NaN";
    if (value is float && float.IsNaN((float)value)) return "Single NaN";
    if (value is double) return "Double " + BitConverter.DoubleToInt64Bits((double)value).ToString("x16");
    if (value is float) return "Single " + BitConverter.DoubleToInt64Bits((double)(float)value).ToString("x16");
    if (value is DateTime) return "DateTime " + ((DateTime)value).Ticks + " " + ((DateTime)value).Kind;
    if (value is DateTimeOffset) return "DateTimeOffset " + ((DateTimeOffset)value).Ticks + " " + ((DateTimeOffset)value).Offset.Ticks;
    if (value is TimeSpan) return "TimeSpan " + ((TimeSpan)value).Ticks;
    if (value is JToken) return name + " " + Quoted(((JToken)value).ToString(Formatting.None));
    if (value is XNode || value is XAttribute) return name + " " + Quoted(value.ToString().Replace("\n", "\r\n"));
    if (value is Match || value is Group) return name + " " + Quoted(value.ToString());
    if (value is IEnumerable) return "Items " + string.Join("; ", ((IEnumerable)value).Cast<object>().Select(Text));
    return name + " " + Quoted(value.ToString());
  }

  public static void Run(int number, Func<object> evaluate) {
    string result;
    try { result = Text(evaluate()); } catch (Exception exception) { result = "throws " + exception.GetType().Name; }
    Console.WriteLine(number + "\t" + result);
  }
}

static class Cases {`;

const MAIN = 'static void Main() { Thread.CurrentThread.CurrentCulture = CultureInfo.InvariantCulture;';
