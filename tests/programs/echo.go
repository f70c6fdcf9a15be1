// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
// An echo over TCP and over UDP in Go, which makes its system calls without the C library.
package main

import (
	"fmt"
	"io"
	"net"
	"os"
)

func check(err error) {
	if err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
}

func serve(listener net.Listener, done chan bool) {
	connection, err := listener.Accept()
	check(err)
	buffer := make([]byte, 100)
	for {
		count, err := connection.Read(buffer)
		if err == io.EOF {
			break
		}
		check(err)
		_, err = connection.Write(buffer[:count])
		check(err)
	}
	check(connection.Close())
	done <- true
}

func tcp() {
	listener, err := net.Listen("tcp4", "127.0.0.1:0")
	check(err)
	done := make(chan bool)
	go serve(listener, done)
	client, err := net.Dial("tcp4", listener.Addr().String())
	check(err)
	buffer := make([]byte, 100)
	for _, word := range []string{"hello", "again"} {
		_, err = client.Write([]byte(word))
		check(err)
		count, err := client.Read(buffer)
		check(err)
		fmt.Println(string(buffer[:count]))
	}
	check(client.Close())
	<-done
	check(listener.Close())
}

func udp() {
	server, err := net.ListenPacket("udp4", "127.0.0.1:0")
	check(err)
	client, err := net.Dial("udp4", server.LocalAddr().String())
	check(err)
	_, err = client.Write([]byte("datagram"))
	check(err)
	buffer := make([]byte, 100)
	count, from, err := server.ReadFrom(buffer)
	check(err)
	_, err = server.WriteTo(buffer[:count], from)
	check(err)
	count, err = client.Read(buffer)
	check(err)
	fmt.Println(string(buffer[:count]))
	check(client.Close())
	check(server.Close())
}

func main() {
	tcp()
	udp()
}
