# What officers read about an alert that is out.

alert-over = 这条预警已经办过，或者已经更正、撤回、过期了，没有再发。
