// Command hashwatt simulates the energy and capacity of crypto-mining sites.
package main

func main() {}
