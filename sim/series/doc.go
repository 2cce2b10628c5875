// Package series reads and repeats hourly and daily series of numbers: prices, loads, exchange rates, hashrates.
//
// # Words
//
//   - An Hourly series has one value for each hour from its start, a Daily series one for each civil day.
//   - The clock of a series is the zone whose days and hours gave it its shape: the clock of its market.
//   - To repeat a series is to fill the hours of a run with those of its days that fall on the same week and weekday.
//
// # The files it reads
//
// CSV in UTF-8, with or without a byte order mark, lines ending in LF or CRLF, two columns:
//
//	time,value (RUB/MWh)
//	2017-01-01T00:00+03:00,964.67
//	2017-01-01T01:00+03:00,984.79
//
// The first line names the columns, freely; the first is the time, the second the value, whose unit may follow its
// name in brackets. A time is the start of its interval, written in ISO 8601 with Z, with an offset, or without
// either where the zone is stated by the caller. Then an hour that clocks show twice in autumn has two rows, one
// after the other, and the hour that they skip in spring has none. Every hour has its row, in order. Rows every 5,
// 10, 15, 20 or 30 minutes are averaged into hours, if the first starts an hour and the last ends one. A daily
// series has dates for times.
//
// Prices may come as markets publish them: ERCOT's reports of settlement point prices (DeliveryDate with
// HourEnding, or with DeliveryHour and DeliveryInterval), tables of gridstatus (Interval Start, SPP or LMP),
// Elexon's half hours (SettlementDate, SettlementPeriod). Other columns are left alone, and a file has the prices
// of one place. ERCOT's hour is the one that ends; the second of two hours alike is the one whose flag is Y, or
// that comes second where there is no flag, and the hour that clocks skip has no line. Elexon counts half hours
// from midnight on, so a day has 46, 48 or 50.
//
// A load (ReadLoad) is the power that a meter recorded: columns time and kw, or time and mw, times as above, at any
// regular interval of whole minutes; or hour and kw, where hours of a year are numbered from 0 or from 1.
//
// Not accepted: comments, other separators, decimal commas, gaps, duplicates, rows out of order, NaN, infinities, text.
// What is wrong is told all at once (up to 20 problems), each with its line, as conf.Problems.
//
// # What always holds
//
//   - A series that was read has at least one value, and all are finite.
//   - Repeating a series over its own years reproduces them hour by hour, save the days at their ends that weeks cut off.
//   - Scaling to a mean keeps zeros zero and signs as they are.
//
// # Why
//
//   - Electricity prices follow the working week, so a day is replaced by one of the same weekday and season. Moving a
//     year by its dates would put Sundays on Tuesdays.
//   - Days are taken over by the series' own clock. The evening peak of a market stays at the same local hour on days of
//     23 or 25 hours and in every time zone that looks at it.
//   - A finer series becomes its hourly mean because the model decides by the hour. The mean keeps the cost of a constant
//     load; it loses the spread inside the hour.
//   - Gaps are refused, not filled: the one who has the data knows better than a program what the missing hours were.
//
// # What it does not do
//
// It opens no files, converts no units, and knows nothing of currencies.
package series
