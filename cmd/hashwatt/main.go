// Command hashwatt simulates the energy and capacity of crypto-mining sites.
package main

import (
	"os"

	"hashwatt/cmd/cli"
)

func main() { os.Exit(cli.Main(cli.System())) }
