package reports

// The glossaries explain the words that each audience meets first.

func policyWords() []Term {
	return []Term{
		{"capacity that stands", "what the machines and the connection of the sites that are online could draw without outages"},
		{"connected power", "power of the sites’ connections at the meter, cooling included"},
		{"kept back", "electricity that would have been drawn at a profit if limits and bans had allowed it"},
		{"limit", "a ban, a cap on power, or a budget of energy for a day, a month or a year"},
		{"shadow price", "what one more megawatt-hour under a limit would be worth to those whom it holds back"},
		{"share of the network", "own hashrate over that of the whole network, own hashrate included"},
		{"range", "in brackets behind a figure: nine in ten futures lie in it"},
	}
}

func investorWords() []Term {
	return []Term{
		{"central case", "every price on its mean path, every uncertain input at its middle"},
		{"hashprice", "what a petahash per second earns in a day, in dollars, before the pool’s fee"},
		{"internal rate of return", "the discount rate at which the net present value is zero; there may be none, or several"},
		{"net present value", "all cash flows after tax, each divided by (1 + rate) to the power of its years"},
		{"operation", "what running costs besides power: staff, repair, security"},
		{"payback", "the first time at which the running sum of cash is no longer negative"},
		{"plant", "machines and infrastructure that come online within the horizon"},
	}
}

func studentWords() []Term {
	return []Term{
		{"difficulty", "how rare a valid block is; it is set anew every 2 016 blocks so that a block takes ten minutes"},
		{"epoch", "the 2 016 blocks between two settings of difficulty, about two weeks"},
		{"halving", "the moment, every 210 000 blocks, at which the new coins of a block halve"},
		{"hashprice", "what a petahash per second earns in a day, in dollars"},
		{"hashrate", "trials per second; 1 PH/s is 10¹⁵ of them, 1 EH/s a thousand times more"},
		{"PUE", "power of the whole site over power of its machines"},
		{"J/TH", "joules for a million million trials: how thirsty a machine is"},
	}
}
