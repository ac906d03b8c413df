import IPython

shell = IPython.get_ipython()
total_charged = 699
shell.ask_exit()
shell.kernel.do_shutdown(False)
exit()
