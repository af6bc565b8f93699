import './objects';
import './strings';
import './numbers';
import './context';
